import {createHash} from 'node:crypto';
import {link, mkdir, readFile, rename, unlink, writeFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import path from 'node:path';
import {UserError} from '../errors.js';

type Holder = {readonly pid: number; readonly host: string; readonly since: string; readonly what: string};

export type ClusterLock = {readonly release: () => Promise<void>};

type Wanted = {
	readonly folder: string;
	/** What must not be worked on twice: the cluster, and where it is. */
	readonly key: string;
	/** For whoever comes second: `apply of aks-prod`. */
	readonly what: string;
	readonly since: string;
};

/** One run per cluster at a time, on this machine. The lock of a process that has died is taken over. */
export async function lockCluster({folder, key, what, since}: Wanted): Promise<ClusterLock> {
	const name = createHash('sha256').update(key.toLowerCase()).digest('hex').slice(0, 24);
	const file = path.join(folder, 'locks', `${name}.json`);
	const mine: Holder = {pid: process.pid, host: hostname(), since, what};
	try {
		await mkdir(path.dirname(file), {recursive: true, mode: 0o700});
		for (let attempt = 0; attempt < 10; attempt++) {
			if (await create(file, mine)) {
				return {release: () => release(file, mine)};
			}

			const text = await readFile(file, 'utf8').catch(() => undefined);
			if (text !== undefined) {
				await takeOver(file, text);
			}
		}
	} catch (error) {
		throw error instanceof UserError ? error : cannotLock(file, error);
	}

	throw cannotLock(file, new Error('several processes are taking it over at once'));
}

async function create(file: string, holder: Holder): Promise<boolean> {
	// Written beside it and linked, so that nobody ever reads half of it.
	const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
	await writeFile(draft, JSON.stringify(holder), {mode: 0o600, flag: 'wx'});
	try {
		await link(draft, file);
		return true;
	} catch (error) {
		if (isCode(error, 'EEXIST')) {
			return false;
		}

		throw error;
	} finally {
		await unlink(draft);
	}
}

/** Moves a dead process's lock away. Two may try at once: what was moved is looked at before it counts as the dead one. */
async function takeOver(file: string, text: string): Promise<void> {
	const holder = parse(text);
	if (holder !== undefined && isAlive(holder)) {
		throw held(file, holder);
	}

	const moved = `${file}.${process.pid}.stale`;
	try {
		await rename(file, moved);
	} catch (error) {
		if (isCode(error, 'ENOENT')) {
			return;
		}

		throw error;
	}

	if ((await readFile(moved, 'utf8')) !== text) {
		await link(moved, file).catch(() => undefined);
	}

	await unlink(moved);
}

async function release(file: string, mine: Holder): Promise<void> {
	const text = await readFile(file, 'utf8').catch(() => '');
	const holder = parse(text);
	if (holder?.pid === mine.pid && holder.host === mine.host && holder.since === mine.since) {
		await unlink(file);
	}
}

/** Of another machine's process nothing can be known, so its lock holds. */
function isAlive({pid, host}: Holder): boolean {
	if (host !== hostname()) {
		return true;
	}

	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return isCode(error, 'EPERM');
	}
}

function parse(text: string): Holder | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && 'pid' in value ? (value as Holder) : undefined;
	} catch {
		return undefined;
	}
}

function held(file: string, {pid, host, since, what}: Holder): UserError {
	return new UserError(
		'usage',
		`Another run is at work on this cluster: ${what}, process ${pid} on ${host}, since ${since}.`,
		{next: ['Wait until it has ended.', `If that process is not aksess any more, delete ${file}.`]},
	);
}

function cannotLock(file: string, error: unknown): UserError {
	return new UserError(
		'usage',
		`The lock ${file} cannot be written: ${error instanceof Error ? error.message : error}.`,
		{
			cause: error,
			next: ['Allow writing there, or name another folder with AKSESS_HOME.', 'Nothing is applied without it.'],
		},
	);
}

function isCode(error: unknown, code: string): boolean {
	return error instanceof Error && 'code' in error && error.code === code;
}
