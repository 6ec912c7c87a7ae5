import type {Profile} from './profile.js';

/**
 * Shipped profiles by name, each as its text stands for it, so that nobody loads a YAML parser and a schema for them.
 * Empty in the sources, where the texts are read; `scripts/build.mjs` puts them here.
 */
export const compiledProfiles: Readonly<Record<string, Profile>> = {};
