import {stringify} from 'yaml';

/** A drafted profile as a file that somebody is to look through. */
export function draftText(profile: object): string {
	return `# Rows are unverified until you remove that line. The format is described in docs/profiles.md.\n${stringify(profile, {lineWidth: 118, aliasDuplicateObjects: false})}`;
}

/** Lower-case words joined by hyphens, beginning with a letter; empty where there is none. */
export function idOf(value: string): string {
	const words = value.toLowerCase().match(/[a-z\d]+/g) ?? [];
	const id = words.join('-');
	return (/^[a-z]/.test(id) ? id : id === '' ? '' : `n-${id}`).slice(0, 60).replace(/-$/, '');
}
