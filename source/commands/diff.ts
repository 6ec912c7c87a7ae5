import {choosePaint, readingWidth} from '../command-line/choose-paint.js';
import {type Command, list, type Options, text} from '../command-line/command.js';
import {
	answerOptions,
	changeOption,
	clusterOptions,
	correctionOptions,
	manifestOptions,
	outputOption,
} from '../command-line/options.js';
import {refuseBeside} from '../command-line/refuse-beside.js';
import {UserError} from '../errors.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import {printableJson} from '../render/printable.js';
import type {ReportedDifference} from '../render/report/difference.js';
import type {Session} from '../session.js';
import type {CheckRequest, Inspected} from '../workflow/inspect.js';

export const diff: Command = {
	name: 'diff',
	summary: 'the flows won and lost between two worlds, or by a change',
	description:
		'Compares two worlds (folders, as `aksess capture` writes them), or with --change a cluster as it is with what a ' +
		'Terraform plan, an answer of what-if or manifests will make of it: which required flows are won and lost, and what ' +
		'else became reachable or was cut off, control by control. Exit code 3: something was lost; with --change, a required ' +
		'flow was. 7, only with --change: a required flow is no longer certain, or a part of the change could not be judged.',
	arguments: [
		{name: 'before', description: 'a folder', required: false},
		{name: 'after', description: 'a folder', required: false},
	],
	options: [
		changeOption,
		...clusterOptions,
		...manifestOptions,
		...answerOptions,
		...correctionOptions,
		{...outputOption, choices: ['text', 'json', 'markdown', 'sarif']},
	],
	examples: [
		{call: 'aksess diff ./monday ./today --profile azure-dev-spaces', what: 'What did the change on Tuesday do?'},
		{
			call: 'aksess diff --world ./captured --change plan.json --profile argo-cd --output markdown',
			what: 'What would this Terraform plan do? As a comment for its pull request.',
		},
	],
	apart: true,
	run: async ({arguments: folders, options}, session) => {
		const [{parseCheckRequest}, {compareWorlds}, {toDifference}, {toReport}] = await Promise.all([
			import('../workflow/inspect.js'),
			import('../plan/compare/compare-worlds.js'),
			import('../render/report/difference.js'),
			import('../render/report/report.js'),
		]);
		assertTwoSides(folders, options);
		const request = await parseCheckRequest(options, session);
		const sides = await readSides(folders, options, request, session);
		const [old, now] = await askTheSame(sides.both, request, session);
		const report = toReport(
			now.assessment,
			now.cluster,
			now.profiles.map(({name}) => name),
		);
		const difference = toDifference(compareWorlds(old, now), report, sides.said, sides.unsettled);
		session.stdout.write(await spell(difference, text(options, 'output'), session));
		return sides.said === undefined
			? exitCodeOf(difference.lost.length + difference.closed.length)
			: exitCodeOfChange(difference);
	},
};

function assertTwoSides(folders: readonly string[], options: Options): void {
	const isChange = list(options, 'change').length > 0;
	if (!isChange) {
		refuseBeside('diff, which compares two folders', options, clusterOptions);
	}

	if (isChange ? folders.length > 0 : folders.length < 2) {
		throw new UserError(
			'usage',
			isChange
				? `--change is laid over what --world, --sandbox or a cluster's name selects, not over ${folders[0] ?? ''}.`
				: 'diff compares two folders, or with --change a cluster before and after.',
			{next: ['Run `aksess diff BEFORE AFTER`, or `aksess diff --world NOW --change FILE`.']},
		);
	}
}

type Sides = {
	readonly both: readonly [Inspected, Inspected];
	/** Only of a change. */
	readonly said: import('../plan/compare/origins.js').Said[] | undefined;
	readonly unsettled: readonly string[];
};

async function readSides(
	[before = '', after = '']: readonly string[],
	options: Options,
	request: CheckRequest,
	session: Session,
): Promise<Sides> {
	const {inspectSelection, inspectWorld} = await import('../workflow/inspect.js');
	const changes = list(options, 'change');
	if (changes.length === 0) {
		const read = (folder: string) =>
			inspectSelection({kind: 'world', folder, resourceGroup: undefined, name: undefined}, request, session);
		return {both: await Promise.all([read(before), read(after)]), said: undefined, unsettled: []};
	}

	const [{parseSelection}, {readProposed}] = await Promise.all([
		import('../workflow/selection.js'),
		import('../workflow/read-proposed.js'),
	]);
	const proposed = await readProposed(parseSelection(options), changes, request.profiles, session);
	const inspected = (world: typeof proposed.now) => inspectWorld(world, request.profiles, request.given);
	return {
		both: [await inspected(proposed.now), await inspected(proposed.after)],
		said: [...proposed.outcome.origins],
		unsettled: proposed.outcome.unsettled,
	};
}

/** What came or went between the two must be asked of both. */
async function askTheSame(
	both: Sides['both'],
	request: CheckRequest,
	session: Session,
): Promise<readonly [Inspected, Inspected]> {
	if (request.given.profiles.length > 0) {
		return both;
	}

	session.stderr.write(foundInEither(both));
	const profiles = request.profiles.filter(({name}) =>
		both.some(one => one.profiles.some(found => found.name === name)),
	);
	if (profiles.length === 0) {
		return both;
	}

	const {inspectWorld} = await import('../workflow/inspect.js');
	const given = {...request.given, profiles: profiles.map(({name}) => name)};
	const again = ({world}: Inspected) => inspectWorld(world, profiles, given);
	return [await again(both[0]), await again(both[1])];
}

function foundInEither(both: readonly Inspected[]): string {
	const names = [...new Set(both.flatMap(({profiles}) => profiles.map(({name}) => name)))];
	return names.length === 0
		? 'No --profile given, and no workload was recognised in either world.\n'
		: `No --profile given: compared for what was found in either world, ${names.join(', ')}.\n`;
}

async function spell(difference: ReportedDifference, format: string | undefined, session: Session): Promise<string> {
	switch (format) {
		case 'json': {
			return `${printableJson(difference, 2)}\n`;
		}

		case 'markdown': {
			const {markdownDifference} = await import('../render/report/markdown-difference.js');
			return markdownDifference(difference);
		}

		case 'sarif': {
			const [{sarifDifference}, {packageVersion}] = await Promise.all([
				import('../render/report/sarif-difference.js'),
				import('../package-root.js'),
			]);
			return sarifDifference(difference, packageVersion());
		}

		default: {
			const {textDifference} = await import('../render/report/text-difference.js');
			return textDifference(difference, choosePaint(session.stdout, session.env), readingWidth(session.stdout));
		}
	}
}

function exitCodeOf(losses: number): ExitCode {
	return losses === 0 ? exitCodes.ok : exitCodes.blocked;
}

/** What a change closes on purpose is no loss; what is required and certain before must be so after. */
function exitCodeOfChange({lost, changed, undecided}: ReportedDifference): ExitCode {
	if (lost.length > 0 || changed.some(({after}) => after === 'blocked')) {
		return exitCodes.blocked;
	}

	return undecided.length > 0 || changed.some(({before, after}) => before === 'allowed' && after === 'undecided')
		? exitCodes.undecided
		: exitCodes.ok;
}
