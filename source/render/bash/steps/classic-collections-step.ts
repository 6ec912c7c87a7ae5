import type {ChangeOf} from '../../../plan/change.js';
import {compactJson} from '../../compact-json.js';
import {armPath} from '../arm-path.js';
import {classicMerge, classicNames, classicQuery, classicText} from '../classic-projection.js';
import {bashCommand, bashHeredoc} from '../quote-bash.js';
import type {BashStep, BashStepRecord} from '../step-record.js';

export const classicCollectionsStep: BashStepRecord<'classic-collections'> = {
	step: classicCollections,
	programs: ['jq'],
	shared: () => [
		{
			name: 'collections',
			lines: [
				...bashHeredoc('cat >"$work/collections.jq"', classicQuery),
				...bashHeredoc('cat >"$work/exchange.jq"', classicMerge),
			],
		},
	],
};

/** The firewall is one resource: read it, replace only the collections with our names, write it back. */
function classicCollections({firewall, before, after}: ChangeOf<'classic-collections'>): BashStep {
	const call = bashCommand('classic_collections', classicNames(before, after), armPath(firewall));
	return {before: classicText(before), after: classicText(after), call: bashHeredoc(call, compactJson(after))};
}
