import {stringify} from 'yaml';
import type {DraftRow, ProfileDraft} from '../../profiles/draft-profile.js';
import {printable} from '../printable.js';

/** A profile's text from hints, every row unverified and with its evidence as source (docs/profiles.md). */
export function yamlProfile(namespace: string, {includes, rows}: ProfileDraft, date: string): string {
	const shown = printable(namespace);
	const name = idOf(namespace) || 'namespace';
	const profile = {
		schemaVersion: 1,
		name,
		title: `What namespace ${shown} seems to need`,
		description: 'Drawn from hints in the namespace. Look through every row before anything is opened for it.',
		status: {state: 'current', source: `namespace ${shown}`, date},
		detect: [{kind: 'namespace', name: shown}],
		...(includes.length === 0 ? {} : {includes}),
		...(rows.length === 0 ? {} : {requirements: rows.map((row, index) => requirement(row, namespace, index, date))}),
	};
	return `# Rows are unverified until somebody takes that line out. The format is described in docs/profiles.md.\n${stringify(profile, {lineWidth: 118, aliasDuplicateObjects: false})}`;
}

function requirement({host, port, from, evidence}: DraftRow, namespace: string, index: number, date: string) {
	return {
		id: `${(idOf(`${host}-${port}`) || 'need').slice(0, 50)}-${index + 1}`,
		title: `${host}, port ${port}`,
		purpose: from === 'nodes' ? 'Images cannot be pulled.' : 'It is not known what stops working.',
		source: printable(evidence).slice(0, 700),
		date,
		confidence: 'unverified',
		from: from === 'nodes' ? {kind: 'nodes'} : {kind: 'pods', namespace: printable(namespace)},
		to: {kind: 'name', name: host, hosting: 'unknown'},
		ports: port,
	};
}

/** Lower-case words joined by hyphens, beginning with a letter. */
function idOf(value: string): string {
	const words = value.toLowerCase().match(/[a-z\d]+/g) ?? [];
	const id = words.join('-');
	return (/^[a-z]/.test(id) ? id : id === '' ? '' : `n-${id}`).slice(0, 60).replace(/-$/, '');
}
