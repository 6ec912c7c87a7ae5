import {execFileSync} from 'node:child_process';
import {readFileSync, readlinkSync} from 'node:fs';
import {hostname} from 'node:os';

/**
 * Which process, of which run of which machine. A number alone is given out again, after a restart or in another
 * container at once; what could not be found out is null.
 */
export type ProcessIdentity = {
	readonly pid: number;
	readonly host: string;
	/** One for each start of the kernel. */
	readonly boot: string | null;
	/** When it began, in whatever unit the system keeps; compared, never read. */
	readonly start: string | null;
	/** Numbers count within it: two containers on one machine each have a process 1. */
	readonly namespace: string | null;
};

/** What can be learnt of the processes of this machine. */
export type ProcessTable = {
	readonly host: string;
	readonly boot: string | null;
	readonly namespace: string | null;
	readonly isThere: (pid: number) => boolean;
	readonly startOf: (pid: number) => string | null;
};

/** `unknown`: it is, or was, on another machine or in another container. */
export type Life = 'alive' | 'dead' | 'unknown';

export function identityOf(pid: number, {host, boot, namespace, startOf}: ProcessTable): ProcessIdentity {
	return {pid, host, boot, start: startOf(pid), namespace};
}

export function lifeOf({pid, host, boot, start, namespace}: ProcessIdentity, table: ProcessTable): Life {
	const sameBoot = boot === null || table.boot === null ? undefined : boot === table.boot;
	if (sameBoot === false) {
		// The same name after a restart: nothing of before lives.
		return host === table.host ? 'dead' : 'unknown';
	}

	if (sameBoot === undefined && host !== table.host) {
		return 'unknown';
	}

	if (namespace !== table.namespace) {
		return 'unknown';
	}

	if (!table.isThere(pid)) {
		return 'dead';
	}

	const now = table.startOf(pid);
	return start === null || now === null || start === now ? 'alive' : 'dead';
}

export function isSameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
	return (
		a.pid === b.pid && a.host === b.host && a.boot === b.boot && a.start === b.start && a.namespace === b.namespace
	);
}

let known: ProcessTable | undefined;

export function systemProcesses(): ProcessTable {
	known ??= {
		host: hostname(),
		boot: bootId(),
		namespace: orNull(() => readlinkSync('/proc/self/ns/pid')),
		isThere,
		startOf,
	};
	return known;
}

/** proc_pid_stat(5), proc_sys_kernel(5), sysctl(3) of Darwin. Windows gives none of it without a program of its own. */
function bootId(): string | null {
	switch (process.platform) {
		case 'linux': {
			return orNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
		}

		case 'darwin': {
			return orNull(() => output('sysctl', '-n', 'kern.bootsessionuuid'));
		}

		default: {
			return null;
		}
	}
}

function startOf(pid: number): string | null {
	switch (process.platform) {
		case 'linux': {
			// The name in the second field may hold anything, brackets too; the 22nd field is the start.
			return orNull(
				() =>
					readFileSync(`/proc/${pid}/stat`, 'utf8')
						.replace(/^.*\) /s, '')
						.split(' ')[19] ?? null,
			);
		}

		case 'win32': {
			return null;
		}

		default: {
			return orNull(() => output('ps', '-o', 'lstart=', '-p', String(pid)));
		}
	}
}

function output(program: string, ...parameters: readonly string[]): string | null {
	const text = execFileSync(program, parameters, {
		encoding: 'utf8',
		env: {PATH: process.env['PATH'], LC_ALL: 'C'},
	}).trim();
	return text === '' ? null : text;
}

function orNull<T>(find: () => T | null): T | null {
	try {
		return find();
	} catch {
		return null;
	}
}

function isThere(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
