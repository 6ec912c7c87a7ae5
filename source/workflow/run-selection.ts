import path from 'node:path';
import type {Options} from '../command-line/command.js';
import {UserError} from '../errors.js';
import type {ExecutablePlan} from '../plan/plan.js';
import type {Session} from '../session.js';
import {type ArmId, armKey, parseArmId} from '../topology/arm-id.js';
import {parseSelection, type Selection} from './selection.js';

/** The cluster that a plan is for, in Azure. */
export function liveSelection(cluster: ArmId): Selection {
	const {subscription, resourceGroup, name} = parseArmId(cluster) ?? {};
	return {kind: 'live', subscription, resourceGroup, name};
}

/** Flags given beside a plan file or a run say where; without them it is Azure. */
export function givenSelection(options: Options): Selection | undefined {
	const names = ['subscription', 'resourceGroup', 'name', 'world', 'sandbox', 'state'];
	return names.some(name => options[name] !== undefined) ? parseSelection(options) : undefined;
}

/** The flags by which a journal finds its cluster again, whatever the folder it is resumed in. */
export function selectionFlags(selection: Selection, {cluster}: ExecutablePlan, session: Session): readonly string[] {
	if (selection.kind === 'sandbox') {
		const {world, state} = selection;
		const kept = state === undefined ? [] : ['--state', path.resolve(session.cwd, state)];
		return ['--sandbox', world, ...kept, '--name', cluster.name];
	}

	const {subscription = '', resourceGroup = '', name = ''} = parseArmId(cluster.id) ?? {};
	return ['--subscription', subscription, '--resource-group', resourceGroup, '--name', name];
}

const optionNames: Readonly<Record<string, string>> = {
	'--sandbox': 'sandbox',
	'--state': 'state',
	'--subscription': 'subscription',
	'--resource-group': 'resourceGroup',
	'--name': 'name',
};

export function selectionOfFlags(flags: readonly string[]): Selection {
	const pairs = flags.flatMap((flag, index) =>
		index % 2 === 0 ? [[optionNames[flag] ?? flag, flags[index + 1] ?? ''] as const] : [],
	);
	return parseSelection(Object.fromEntries(pairs));
}

/** Files are read and never written: whoever handed them over would not be helped by another folder. */
export function refuseFiles(selection: Selection): void {
	if (selection.kind === 'world') {
		throw new UserError('usage', `${selection.folder} is a folder of files; nothing can be applied to it.`, {
			next: [
				'Write the plan as a script and hand that over: `aksess script --world FOLDER`.',
				'Or practise on a built-in cluster: `aksess apply --sandbox locked-down --state FOLDER`.',
			],
		});
	}
}

/** What two runs must not work on at once. */
export function lockKeyOf(selection: Selection, cluster: ArmId, session: Session): string {
	const place =
		selection.kind === 'sandbox'
			? selection.state === undefined
				? `memory of ${process.pid}`
				: path.resolve(session.cwd, selection.state)
			: 'Azure';
	// Azure spells ids in more ways than one.
	return `${armKey(cluster)} in ${place}`;
}
