import {type ChangeOf, type ClassicCollections, classicLists} from '../../../plan/change.js';
import {compactJson} from '../../compact-json.js';
import {armPath, armWords} from '../arm-function.js';
import {classicMerge, classicQuery} from '../classic-projection.js';
import {bashHeredoc} from '../quote-bash.js';
import type {BashState, BashStep, BashStepRecord} from '../step-record.js';

export const classicCollectionsStep: BashStepRecord<'classic-collections'> = {
	step: classicCollections,
	programs: ['jq'],
	shared: () => [
		{
			name: 'classic-firewall',
			lines: [
				'',
				'classic_firewall() { # classic_firewall SUBSCRIPTION RESOURCE-GROUP FIREWALL',
				armPath(['azureFirewalls']),
				'  classic_collections',
				'}',
				...bashHeredoc('cat >"$work/collections.jq"', classicQuery),
				...bashHeredoc('cat >"$work/exchange.jq"', classicMerge),
			],
		},
	],
};

/** The firewall is one resource: read it, replace only the collections with our names, write it back. */
function classicCollections(
	{firewall, before, after}: ChangeOf<'classic-collections'>,
	subscription: string,
): BashStep {
	return {
		before: state(before),
		after: state(after),
		call: {words: ['classic_firewall', ...armWords(firewall, subscription)]},
	};
}

function state(collections: ClassicCollections): BashState {
	const lists = classicLists.filter(list => collections[list].length > 0);
	return lists.length === 0
		? {kind: 'words', words: ['{}']}
		: {kind: 'text', text: compactJson(Object.fromEntries(lists.map(list => [list, collections[list]])))};
}
