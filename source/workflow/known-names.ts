import {createHash} from 'node:crypto';
import {readdir, readFile, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from '../make-folder.js';
import type {Session} from '../session.js';
import type {Selection} from './selection.js';
import {stateFolder} from './state-folder.js';
import {writeTextFile} from './write-files.js';

/** Something that can be asked about, by the names it has in the cluster or the network. */
export type KnownPlace =
	| {readonly kind: 'namespace' | 'subnet'; readonly name: string}
	| {readonly kind: 'pod'; readonly namespace: string; readonly name: string}
	| {readonly kind: 'workload'; readonly namespace: string; readonly name: string; readonly of: string}
	| {readonly kind: 'service'; readonly namespace: string; readonly name: string; readonly ports: readonly string[]};

/** What was last seen of one cluster, for whoever types its names. */
export type KnownNames = {
	readonly schemaVersion: 1;
	/** Where it was read: as flags, `--sandbox locked-down`. */
	readonly source: string;
	readonly cluster: {readonly subscription: string; readonly resourceGroup: string; readonly name: string} | null;
	readonly places: readonly KnownPlace[];
	readonly flows: readonly string[];
	readonly requirements: readonly string[];
	/** Of the last plan. */
	readonly steps: readonly string[];
	readonly choices: readonly string[];
};

/** More of a kind would help nobody who types, and the file is to be read in no time. */
const mostOfAKind = 2000;
const mostFiles = 50;

/** The clusters that were looked at last come first. Damaged files are passed over. */
export async function knownNames(session: Pick<Session, 'env' | 'home'>): Promise<readonly KnownNames[]> {
	const folder = namesFolder(session);
	const files = await filesByAge(folder);
	const texts = await Promise.all(files.slice(0, mostFiles).map(file => readFile(file, 'utf8').catch(() => '')));
	return texts.flatMap(text => {
		const names = asNames(text);
		return names === undefined ? [] : [names];
	});
}

/**
 * Keeps what has names for the completion of a shell: readable by its owner only, and only where somebody types, so that
 * a pipeline leaves nothing behind. That nothing can be kept is no reason to fail.
 *
 * @param change undefined where everything stays as it is
 */
export async function keepNames(
	source: string,
	change: (known: KnownNames | undefined) => KnownNames | undefined,
	session: Session,
): Promise<void> {
	if (!(session.stdout.isTerminal || session.stderr.isTerminal) || session.env['CI'] !== undefined) {
		return;
	}

	try {
		const folder = namesFolder(session);
		const file = path.join(folder, `${createHash('sha256').update(source).digest('hex').slice(0, 24)}.json`);
		const names = change(asNames(await readFile(file, 'utf8').catch(() => '')));
		if (names === undefined) {
			return;
		}

		makeFolder(folder, 0o700);
		await writeTextFile(file, `${JSON.stringify(bounded(names))}\n`);
		for (const old of (await filesByAge(folder)).slice(mostFiles)) {
			await rm(old, {force: true});
		}
	} catch {
		// Completion will know less.
	}
}

/** How a cluster is told from others, as flags. */
export function sourceOf(selection: Selection, cwd: string, cluster: KnownNames['cluster']): string {
	switch (selection.kind) {
		case 'sandbox': {
			return sandboxSource(selection.world);
		}

		case 'world': {
			return folderSource(selection.folder, cwd);
		}

		case 'live': {
			return `--subscription ${cluster?.subscription} -g ${cluster?.resourceGroup} -n ${cluster?.name}`;
		}
	}
}

export function sandboxSource(world: string): string {
	return `--sandbox ${world}`;
}

export function folderSource(folder: string, cwd: string): string {
	return `--world ${path.resolve(cwd, folder)}`;
}

/** Of a cluster in Azure. */
export function isLive(source: string): boolean {
	return source.startsWith('--subscription ');
}

function namesFolder(session: Pick<Session, 'env' | 'home'>): string {
	return path.join(stateFolder(session, process.platform), 'names');
}

async function filesByAge(folder: string): Promise<readonly string[]> {
	const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.json'));
	const files = await Promise.all(
		names.map(async name => {
			const file = path.join(folder, name);
			return {file, at: (await stat(file).catch(() => undefined))?.mtimeMs ?? 0};
		}),
	);
	return files.toSorted((a, b) => b.at - a.at).map(({file}) => file);
}

function bounded(names: KnownNames): KnownNames {
	const {places, flows, requirements, steps, choices} = names;
	return {
		...names,
		places: [...Map.groupBy(places, ({kind}) => kind).values()].flatMap(own => own.slice(0, mostOfAKind)),
		flows: flows.slice(0, mostOfAKind),
		requirements: requirements.slice(0, mostOfAKind),
		steps: steps.slice(0, mostOfAKind),
		choices: choices.slice(0, mostOfAKind),
	};
}

/** Our own file; whatever else stands there is no reason to answer nothing at all. */
function asNames(text: string): KnownNames | undefined {
	try {
		const value: KnownNames = JSON.parse(text);
		const lists = [value.places, value.flows, value.requirements, value.steps, value.choices];
		return value.schemaVersion === 1 && typeof value.source === 'string' && lists.every(Array.isArray)
			? value
			: undefined;
	} catch {
		return undefined;
	}
}
