import type {DraftRow, ProfileDraft} from '../../profiles/draft-profile.js';
import {printable} from '../printable.js';
import {draftText, idOf} from './draft-text.js';

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
	return draftText(profile);
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
