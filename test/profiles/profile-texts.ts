import {readFileSync} from 'node:fs';
import {templatesFolder} from '../../source/package-root.js';
import {parseProfile} from '../../source/profiles/parse-profile.js';
import type {Profile} from '../../source/profiles/profile.js';

export function shippedText(name: string): string {
	return readFileSync(templatesFolder('profiles', `${name}.yaml`), 'utf8');
}

export function shippedProfile(name: string): Profile {
	return profileOf(shippedText(name));
}

export function profileOf(text: string): Profile {
	const {profile, problems} = parseProfile(text, 'test.yaml');
	if (profile === undefined) {
		throw new Error(problems.map(({field, message}) => `${field}: ${message}`).join('\n'));
	}

	return profile;
}

const head = `schemaVersion: 1
name: mine
title: Mine
description: For a test.
status: {state: current, source: nobody, date: 2026-01-01}
`;

/** The smallest profile around some requirements, each given as the lines behind its usual fields. */
export function profileText(requirements: Readonly<Record<string, string>>, more = ''): string {
	const entries = Object.entries(requirements).map(
		([id, lines]) => `  - id: ${id}
    title: A title
    purpose: It does not work.
    source: nobody
    date: 2026-01-01
${lines
	.split('\n')
	.map(line => `    ${line}`)
	.join('\n')}
`,
	);
	return `${head}${more}${more === '' ? '' : '\n'}requirements:\n${entries.join('')}`;
}
