import {flag, type Options, text} from '../command-line/command.js';
import {UserError} from '../errors.js';

/** Which cluster a command is about, as the flags say. */
export type Selection = {
	readonly resourceGroup: string | undefined;
	readonly name: string | undefined;
} & (
	| {readonly kind: 'live'; readonly subscription: string | undefined}
	| {
			readonly kind: 'world';
			readonly folder: string;
			/** Goes on without files that cannot be read. */
			readonly keepGoing?: boolean;
			/** Names what was passed over. */
			readonly verbose?: boolean;
	  }
	| {readonly kind: 'sandbox'; readonly world: string; readonly state: string | undefined}
);

export function parseSelection(options: Options): Selection {
	refuseContradictions(options);
	const cluster = {resourceGroup: text(options, 'resourceGroup'), name: text(options, 'name')};
	const folder = text(options, 'world');
	if (folder !== undefined) {
		return {
			kind: 'world',
			folder,
			keepGoing: flag(options, 'keepGoing'),
			verbose: flag(options, 'verbose'),
			...cluster,
		};
	}

	const world = text(options, 'sandbox');
	return world === undefined
		? {kind: 'live', subscription: text(options, 'subscription'), ...cluster}
		: {kind: 'sandbox', world, state: text(options, 'state'), ...cluster};
}

/** Whether the flags name a cluster at all; a wizard asks when they do not. */
export function isSelected(selection: Selection): boolean {
	return selection.kind !== 'live' || selection.name !== undefined;
}

/** Whether one cluster among several is meant. */
export function namesCluster({resourceGroup, name}: Selection): boolean {
	return resourceGroup !== undefined || name !== undefined;
}

function refuseContradictions(options: Options): void {
	const given = (['world', 'sandbox', 'subscription'] as const).filter(name => text(options, name) !== undefined);
	if (given.length > 1) {
		throw new UserError('usage', `${given.map(name => `--${name}`).join(' and ')} contradict each other.`, {
			next: ['Give one of them: a cluster in Azure, a folder of files, or a practice cluster.'],
		});
	}

	if (text(options, 'state') !== undefined && text(options, 'sandbox') === undefined) {
		throw new UserError('usage', '--state keeps the changes of a practice cluster, and none was named.', {
			next: ['Add `--sandbox NAME`, or leave --state out.'],
		});
	}

	if (flag(options, 'yes') && flag(options, 'dryRun')) {
		throw new UserError('usage', '--yes and --dry-run contradict each other.', {next: ['Give one of them.']});
	}
}
