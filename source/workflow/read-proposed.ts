import {statSync} from 'node:fs';
import path from 'node:path';
import type {ListedType} from '../detect/azure/read-listed-types.js';
import {readWorld} from '../detect/read-world.js';
import {invariant, UserError} from '../errors.js';
import {proposedWorld} from '../plan/compare/proposed-world.js';
import {listedTypes} from '../profiles/own-facts.js';
import type {Profile} from '../profiles/profile.js';
import {printable} from '../render/printable.js';
import type {Outcome} from '../sandbox/proposal/lay-proposal.js';
import type {Proposal} from '../sandbox/proposal/proposal.js';
import type {WorldFiles} from '../sandbox/world/read-folder.js';
import type {Session} from '../session.js';
import {type ArmId, parseArmId} from '../topology/arm-id.js';
import {withTheRest} from '../topology/with-the-rest.js';
import type {World} from '../topology/world.js';
import {openSource, wholeLists} from './open-source.js';
import {orCancelled} from './or-cancelled.js';
import {selectCluster} from './read-selection.js';
import type {Selection} from './selection.js';

/** What is, what will be after a change, and what must be known of the change. */
export type Proposed = {readonly now: World; readonly after: World; readonly outcome: Outcome};

/**
 * Reads what the flags select and lays the files of a change over it. The files come first: nobody waits for Azure to hear of
 * a broken one.
 *
 * @param profiles what is read for their own facts beside everything else, before the change and after it
 */
export async function readProposed(
	selection: Selection,
	changes: readonly string[],
	profiles: readonly Profile[],
	session: Session,
): Promise<Proposed> {
	const proposal = await readChangeFiles(changes, session);
	const {signal, stderr} = session;
	const source = await orCancelled(signal, openSource(selection, session));
	for (const note of source.notes) {
		stderr.write(`${printable(note)}\n`);
	}

	try {
		const cluster = await orCancelled(signal, selectCluster(source, selection, session));
		const also = source.dump === undefined ? namedIn(proposal) : [];
		const listed = listedTypes(profiles);
		const read = await orCancelled(signal, readWorld(source.reads, {cluster, signal, also, listed}));
		const now = source.resources === undefined ? read : withTheRest(read, source.resources());
		const files = source.dump?.() ?? (await filesOf(now));
		const {after, outcome} = await orCancelled(signal, readAfter(files, {proposal, listed}, selection, session));
		for (const note of outcome.notes) {
			stderr.write(`${printable(note)}\n`);
		}

		refuseOtherSubscription(outcome, now);
		return {now, after: proposedWorld(now, after, outcome), outcome};
	} finally {
		await source.close();
	}
}

async function readAfter(
	files: WorldFiles,
	{proposal, listed}: {readonly proposal: Proposal; readonly listed: readonly ListedType[]},
	selection: Selection,
	session: Session,
) {
	const [{openPractice}, {practiceSource}] = await Promise.all([
		import('../sandbox/practice.js'),
		import('./practice-source.js'),
	]);
	const practice = openPractice({files, proposal, pageSize: wholeLists});
	const reads = practiceSource(practice);
	const {resourceGroup, name} = selection;
	const source = {reads, description: 'the world after the change'};
	const cluster = await selectCluster(source, {kind: 'world', folder: '', resourceGroup, name}, session);
	const world = await readWorld(reads, {cluster, signal: session.signal, listed});
	invariant(practice.outcome !== undefined, 'a proposal that was laid over has an outcome');
	return {after: withTheRest(world, practice.resources()), outcome: practice.outcome};
}

/** A live world as files: with everything that decides, and nothing else. */
async function filesOf(world: World): Promise<WorldFiles> {
	const {captureWorld} = await import('../detect/capture/capture-world.js');
	return Object.fromEntries(captureWorld(world, {mask: false}).content);
}

async function readChangeFiles(changes: readonly string[], session: Session): Promise<Proposal> {
	const [{readProposal}, {readFolder}, {readChangeText}] = await Promise.all([
		import('../sandbox/proposal/read-proposal.js'),
		import('../sandbox/world/read-folder.js'),
		import('../sandbox/proposal/read-change-text.js'),
	]);
	const texts = changes.flatMap((change): readonly (readonly [string, string])[] => {
		const place = path.resolve(session.cwd, change);
		if (statSync(place, {throwIfNoEntry: false})?.isDirectory() !== true) {
			return [[change, readChangeText(place, change)]];
		}

		const files = Object.entries(readFolder(place));
		return files.flatMap(([name, text]) =>
			typeof text === 'string' ? [[path.join(change, name), text] as const] : [],
		);
	});
	return readProposal(Object.fromEntries(texts));
}

/** What the change names and does not make itself: of it, Azure is asked as it is now. */
function namedIn({edits}: Proposal): readonly ArmId[] {
	const made = new Set(
		edits.flatMap(edit =>
			edit.kind === 'resource' && !edit.partial && edit.before === undefined ? [edit.id.toLowerCase()] : [],
		),
	);
	const named = edits.flatMap(edit =>
		edit.kind === 'resource'
			? [
					edit.id,
					...[...JSON.stringify(edit.after ?? {}).matchAll(/"(\/subscriptions\/[^"~]+)"/gi)].map(([, id = '']) => id),
				]
			: [],
	);
	const readable =
		/\/providers\/Microsoft\.Network\/(?:virtualNetworks|networkSecurityGroups|routeTables|azureFirewalls|firewallPolicies|ipGroups|natGateways|publicIPAddresses|publicIPPrefixes)\/[^/]+/i;
	const whole = named.flatMap(id =>
		readable.exec(id) === null
			? []
			: [id.slice(0, (readable.exec(id)?.index ?? 0) + (readable.exec(id)?.[0].length ?? 0))],
	);
	return [...new Map(whole.filter(id => !made.has(id.toLowerCase())).map(id => [id.toLowerCase(), id])).values()];
}

/** A plan of another subscription would change nothing here, which must not look like good news. */
function refuseOtherSubscription({origins}: Outcome, now: World): void {
	const changed = subscriptionsOf(origins.map(({id}) => id));
	const read = subscriptionsOf([...now.resources.keys()]);
	const [first, other] = [changed[0], read[0]];
	if (first !== undefined && other !== undefined && !changed.some(subscription => read.includes(subscription))) {
		throw new UserError(
			'usage',
			`The change is about the subscription ${first}, and what it is compared with lies in ${other}.`,
			{
				next: [
					'Give the change that belongs to this cluster, or read the cluster that belongs to the change.',
					'A capture has other ids than Azure, unless it was taken with --no-mask.',
				],
			},
		);
	}
}

function subscriptionsOf(ids: readonly string[]): readonly string[] {
	return [...new Set(ids.flatMap(id => parseArmId(id)?.subscription.toLowerCase() ?? []))];
}
