import type {ChangeOf} from '../../../plan/change.js';
import {printableJson} from '../../printable.js';
import {armPath, armState} from '../arm-path.js';
import {bodyFile} from '../body-file.js';
import {classicMerge, classicNames, classicQuery, classicText} from '../classic-projection.js';
import {bashHeredoc, quoteBash} from '../quote-bash.js';
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
function classicCollections(change: ChangeOf<'classic-collections'>): BashStep {
	const path = armPath(change.firewall);
	const own = classicNames(change.before, change.after);
	return {
		read: `classic_text ${quoteBash(path)} ${quoteBash(own)} "$work/collections.jq"`,
		before: classicText(change.before),
		after: classicText(change.after),
		state: armState(path),
		write: [
			...bodyFile('own.json', printableJson(change.after, 2)),
			'  # Only our own collections are exchanged; the rest of the firewall goes back as it was read just now.',
			`  az rest --only-show-errors --method get --url ${quoteBash(path)} >"$work/firewall.json"`,
			`  jq --argjson names ${quoteBash(own)} --slurpfile own "$work/own.json" --from-file "$work/exchange.jq" "$work/firewall.json" >"$work/body.json"`,
			`  arm_write put ${quoteBash(path)} "$work/body.json"`,
		],
	};
}
