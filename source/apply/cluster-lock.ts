import {createHash} from 'node:crypto';
import {link, readFile, rename, stat, unlink, utimes, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {systemReason, UserError} from '../errors.js';
import {makeFolder} from '../make-folder.js';
import {
	identityOf,
	isSameProcess,
	type Life,
	lifeOf,
	type ProcessIdentity,
	type ProcessTable,
	systemProcesses,
} from './process-identity.js';

type Holder = ProcessIdentity & {readonly since: string; readonly what: string};

export type ClusterLock = {readonly release: () => Promise<void>};

type Wanted = {
	readonly folder: string;
	/** What must not be worked on twice: the cluster, and where it is. */
	readonly key: string;
	/** For whoever comes second: `apply of aks-prod`. */
	readonly what: string;
	readonly since: string;
	readonly processes?: ProcessTable | undefined;
};

/** A holder shows that often that it is there; one of which nothing else can be known counts as gone after a while. */
const signOfLifeMs = 20_000;
const goneAfterMs = 180_000;

/**
 * One run per cluster at a time, for all that share this folder. The lock of a process that has died is taken over: at
 * once where that can be known, else (another machine, another container) when it has shown no sign of life for minutes.
 */
export async function lockCluster({folder, key, what, since, processes}: Wanted): Promise<ClusterLock> {
	const table = processes ?? systemProcesses();
	const name = createHash('sha256').update(key.toLowerCase()).digest('hex').slice(0, 24);
	const file = path.join(folder, 'locks', `${name}.json`);
	const mine: Holder = {...identityOf(process.pid, table), since, what};
	try {
		makeFolder(path.dirname(file), 0o700);
		for (let attempt = 0; attempt < 10; attempt++) {
			if (await create(file, mine)) {
				return hold(file, mine);
			}

			const text = await readFile(file, 'utf8').catch(() => undefined);
			if (text !== undefined) {
				await takeOver(file, text, table);
			}
		}
	} catch (error) {
		throw error instanceof UserError ? error : cannotLock(file, error);
	}

	throw cannotLock(file, new Error('several processes are taking it over at once'));
}

function hold(file: string, mine: Holder): ClusterLock {
	const beat = setInterval(() => {
		const now = new Date();
		utimes(file, now, now).catch(() => undefined);
	}, signOfLifeMs);
	beat.unref();
	return {
		release: async () => {
			clearInterval(beat);
			await release(file, mine);
		},
	};
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
async function takeOver(file: string, text: string, table: ProcessTable): Promise<void> {
	const holder = parse(text);
	const life = holder === undefined ? 'dead' : lifeOf(holder, table);
	if (holder !== undefined && (life === 'alive' || (life === 'unknown' && (await isFresh(file))))) {
		throw held(file, holder, life);
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
	if (holder !== undefined && isSameProcess(holder, mine) && holder.since === mine.since) {
		await unlink(file);
	}
}

/** By this machine's clock; a sign of life from the future is one. */
async function isFresh(file: string): Promise<boolean> {
	const found = await stat(file).catch(() => undefined);
	return found !== undefined && Date.now() - found.mtimeMs < goneAfterMs;
}

/** Older locks hold a number and a host alone. */
function parse(text: string): Holder | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && 'pid' in value
			? {
					boot: null,
					start: null,
					namespace: systemProcesses().namespace,
					...(value as Partial<ProcessIdentity> & Pick<Holder, 'pid' | 'host' | 'since' | 'what'>),
				}
			: undefined;
	} catch {
		return undefined;
	}
}

function held(file: string, {pid, host, since, what}: Holder, life: Life): UserError {
	return new UserError(
		'usage',
		`Another run is at work on this cluster: ${what}, process ${pid} on ${host}, since ${since}.`,
		{
			next: [
				'Wait until it has ended.',
				life === 'unknown'
					? `Whether it still runs cannot be seen from here; it counts as ended ${goneAfterMs / 60_000} minutes after its last sign of life. If you know that it has, delete ${file}.`
					: `If that process is not aksess any more, delete ${file}.`,
			],
		},
	);
}

function cannotLock(file: string, error: unknown): UserError {
	const isWithoutLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].some(code => isCode(error, code));
	const reason = isWithoutLinks ? 'the file system there knows no hard links, which a lock takes' : systemReason(error);
	return new UserError('usage', `The lock ${file} cannot be written: ${reason}.`, {
		cause: error,
		next: ['Allow writing there, or name another folder with AKSESS_HOME.', 'Nothing is applied without it.'],
	});
}

function isCode(error: unknown, code: string): boolean {
	return error instanceof Error && 'code' in error && error.code === code;
}
