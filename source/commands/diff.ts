import {choosePaint, readingWidth} from '../command-line/choose-paint.js';
import {type Command, text} from '../command-line/command.js';
import {answerOptions, clusterOptions, correctionOptions, outputOption} from '../command-line/options.js';
import {refuseBeside} from '../command-line/refuse-beside.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import {printableJson} from '../render/printable.js';
import type {Inspected} from '../workflow/inspect.js';

export const diff: Command = {
	name: 'diff',
	summary: 'the flows won and lost between two worlds, across all controls',
	description:
		'Compares two worlds (folders, as `aksess capture` writes them): which required flows are won and lost, and what ' +
		'else became reachable or was cut off, control by control. Exit code 3: something was lost.',
	arguments: [
		{name: 'before', description: 'a folder', required: true},
		{name: 'after', description: 'a folder', required: true},
	],
	options: [...answerOptions, ...correctionOptions, {...outputOption, choices: ['text', 'json']}],
	examples: [
		{call: 'aksess diff ./monday ./today --profile azure-dev-spaces', what: 'What did the change on Tuesday do?'},
	],
	apart: true,
	run: async ({arguments: [before = '', after = ''], options}, session) => {
		refuseBeside('diff, which compares two folders', options, clusterOptions);
		const [{inspectSelection, inspectWorld, parseCheckRequest}, {compareWorlds}, {textDifference}] = await Promise.all([
			import('../workflow/inspect.js'),
			import('../plan/compare/compare-worlds.js'),
			import('../render/report/text-difference.js'),
		]);
		const request = await parseCheckRequest(options, session);
		const read = (folder: string) =>
			inspectSelection({kind: 'world', folder, resourceGroup: undefined, name: undefined}, request, session);
		const both = await Promise.all([read(before), read(after)]);
		// What came or went between the two must be asked of both.
		const profiles = request.profiles.filter(({name}) =>
			both.some(one => one.profiles.some(found => found.name === name)),
		);
		if (request.given.profiles.length === 0) {
			session.stderr.write(foundInEither(both));
		}

		const given = {...request.given, profiles: profiles.map(({name}) => name)};
		const isAsked = request.given.profiles.length > 0 || profiles.length === 0;
		const again = ({world}: Inspected) => inspectWorld(world, profiles, given);
		const [old, now] = both;
		const difference = isAsked ? compareWorlds(old, now) : compareWorlds(await again(old), await again(now));
		session.stdout.write(
			text(options, 'output') === 'json'
				? `${printableJson({schemaVersion: 1, ...difference}, 2)}\n`
				: textDifference(difference, choosePaint(session.stdout, session.env), readingWidth(session.stdout)),
		);
		return exitCodeOf(difference.lost.length + difference.closed.length);
	},
};

function foundInEither(both: readonly Inspected[]): string {
	const names = [...new Set(both.flatMap(({profiles}) => profiles.map(({name}) => name)))];
	return names.length === 0
		? 'No --profile given, and no workload was recognised in either world.\n'
		: `No --profile given: compared for what was found in either world, ${names.join(', ')}.\n`;
}

function exitCodeOf(losses: number): ExitCode {
	return losses === 0 ? exitCodes.ok : exitCodes.blocked;
}
