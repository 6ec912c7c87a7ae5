import {spawnSync} from 'node:child_process';

/** A program of this machine, or why a test has to do without it. */
export type Found = {readonly path: string} | {readonly missing: string};

/** Older ones drop fields of a cluster that they do not know, and their `network nsg` is broken in Debian's package. */
const oldestAz = 60;

/** The az that `AKSESS_TEST_AZ` names, or the one on the PATH. */
export function findAz(): Found {
	const path = process.env['AKSESS_TEST_AZ'] ?? onPath('az');
	const {status, stdout} = spawnSync(path, ['version', '--output', 'json'], {encoding: 'utf8'});
	if (status !== 0) {
		return {missing: 'az is not installed (AKSESS_TEST_AZ names one that is not on the PATH)'};
	}

	const version = String((JSON.parse(stdout) as Readonly<Record<string, unknown>>)['azure-cli']);
	const [major = 0, minor = 0] = version.split('.').map(Number);
	return major > 2 || (major === 2 && minor >= oldestAz)
		? {path}
		: {missing: `az ${version} is too old (2.${oldestAz} or newer is needed)`};
}

/** Its whole path: a wrapper of the same name, put first, would call itself for ever. */
function onPath(name: string): string {
	const {status, stdout} = spawnSync('sh', ['-c', `command -v ${name}`], {encoding: 'utf8'});
	return status === 0 ? stdout.trim() : name;
}

export function findProgram(name: string, ...args: readonly string[]): Found {
	return spawnSync(name, [...args]).status === 0 ? {path: name} : {missing: `${name} is not installed`};
}

/** The first reason, or undefined when everything is there. */
export function firstMissing(...found: readonly Found[]): string | undefined {
	return found.map(each => ('missing' in each ? each.missing : undefined)).find(reason => reason !== undefined);
}
