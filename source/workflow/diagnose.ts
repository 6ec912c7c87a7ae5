import {access, constants, stat} from 'node:fs/promises';
import path from 'node:path';
import type {Options} from '../command-line/command.js';
import {systemReason, UserError} from '../errors.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import {makeFolder} from '../make-folder.js';
import type {Session} from '../session.js';
import {commandLine} from '../topology/command-line.js';
import type {Known} from '../topology/known.js';
import type {World} from '../topology/world.js';
import {type OpenSource, openSource} from './open-source.js';
import {selectCluster} from './read-selection.js';
import {isSelected, parseSelection, type Selection} from './selection.js';
import {stateFolder} from './state-folder.js';

/** One thing looked at. `note`: worth knowing, and nothing of ours depends on it. */
export type Diagnosis = {
	readonly what: string;
	readonly state: 'ok' | 'note' | 'problem';
	readonly text: string;
	readonly next: readonly string[];
};

/** Everything that a run would stumble over, one line each; a problem with one thing does not hide the others. */
export async function diagnose(options: Options, session: Session): Promise<readonly Diagnosis[]> {
	const selection = parseSelection(options);
	const [az, kubectl, journals, cluster] = await Promise.all([
		program('az', ['version', '--output', 'json'], session),
		program('kubectl', ['version', '--client', '--output', 'json'], session),
		journalFolder(session),
		clusterOf(selection, session),
	]);
	return [ok('node', process.versions.node), az, kubectl, ...journals, ...cluster];
}

export function exitCodeOf(diagnoses: readonly Diagnosis[]): ExitCode {
	return diagnoses.some(({state}) => state === 'problem') ? exitCodes.notAllowed : exitCodes.ok;
}

function ok(what: string, text: string): Diagnosis {
	return {what, state: 'ok', text, next: []};
}

/** Programs that only scripts cannot do without. */
const without = {
	az: 'not found; aksess does without, bash scripts cannot run here',
	kubectl: 'not found; aksess does without, bash scripts with network policies cannot run here',
} as const;

async function program(name: keyof typeof without, parameters: readonly string[], {env}: Session): Promise<Diagnosis> {
	const {execa} = await import('execa');
	const {exitCode, stdout} = await execa(name, parameters, {
		env,
		extendEnv: false,
		stdin: 'ignore',
		reject: false,
		timeout: 30_000,
	});
	if (exitCode !== 0) {
		return {what: name, state: 'note', text: without[name], next: []};
	}

	const [, version = 'of an unknown version'] = /"(?:azure-cli|gitVersion)": *"v?([^"]+)"/.exec(stdout) ?? [];
	return ok(name, version);
}

async function journalFolder(session: Session): Promise<readonly Diagnosis[]> {
	try {
		const folder = stateFolder(session, process.platform);
		makeFolder(folder, 0o700);
		await access(folder, constants.W_OK);
		const folders = ['', 'runs', 'locks'].map(name => path.join(folder, name));
		const wide = await Promise.all(folders.map(openToOthers));
		return [ok('journals', folder), ...wide.filter(diagnosis => diagnosis !== undefined)];
	} catch (error) {
		const [text, next] =
			error instanceof UserError
				? [error.message, error.next]
				: [
						`${stateFolder(session, process.platform)} cannot be written: ${systemReason(error)}`,
						['Allow writing there, or name another folder with AKSESS_HOME.'],
					];
		return [{what: 'journals', state: 'problem', text, next}];
	}
}

/** A folder of ours is private when we make it; one that was there already is left as it is. */
async function openToOthers(folder: string): Promise<Diagnosis | undefined> {
	const found = await stat(folder).catch(() => undefined);
	const mode = found === undefined || process.platform === 'win32' ? 0 : found.mode & 0o777;
	if ((mode & 0o077) === 0) {
		return undefined;
	}

	const isWritable = (mode & 0o022) !== 0;
	return {
		what: 'journals',
		state: isWritable ? 'problem' : 'note',
		text: isWritable
			? `others may change what is in ${folder} (mode ${mode.toString(8)}), and so what undo would do`
			: `others may see which runs are in ${folder} (mode ${mode.toString(8)}), though not what is in them`,
		next: [commandLine('chmod', '700', folder)],
	};
}

async function clusterOf(selection: Selection, session: Session): Promise<readonly Diagnosis[]> {
	let source: OpenSource | undefined;
	try {
		source = await openSource(selection, session);
		return isSelected(selection) ? await readable(source, selection, session) : await visible(source, session);
	} catch (error) {
		if (error instanceof UserError) {
			const what = error.code === 'not-signed-in' ? 'sign-in' : 'cluster';
			return [{what, state: 'problem', text: error.message, next: error.next}];
		}

		throw error;
	} finally {
		await source?.close();
	}
}

async function visible({reads, description}: OpenSource, {signal}: Session): Promise<readonly Diagnosis[]> {
	const {listClusters} = await import('../detect/list-clusters.js');
	const clusters = await listClusters(reads, signal);
	return [
		ok('sign-in', `accepted by ${description}`),
		ok('subscription', reads.subscription ?? 'all that you may see'),
		clusters.length > 0
			? ok('clusters', clusters.map(({name}) => name).join(', '))
			: {
					what: 'clusters',
					state: 'problem',
					text: 'none that you may see',
					next: ['Name another subscription with --subscription.'],
				},
	];
}

async function readable(source: OpenSource, selection: Selection, session: Session): Promise<readonly Diagnosis[]> {
	const {readWorld} = await import('../detect/read-world.js');
	const cluster = await selectCluster(source, selection, session);
	const world = await readWorld(source.reads, {cluster, signal: session.signal});
	return [
		ok('sign-in', `accepted by ${source.description}`),
		ok('cluster', cluster ?? 'none; Kubernetes manifests alone'),
		network(world),
		kubernetes(world),
	];
}

function network({resources, unreadLists, usages}: World): Diagnosis {
	const reasons = [...[...resources.values(), ...usages.values()].flatMap(reasonOf), ...(unreadLists?.values() ?? [])];
	return reasons.length === 0
		? ok('network', `${resources.size} resources read`)
		: {
				what: 'network',
				state: 'problem',
				text: [...new Set(reasons)].join(' '),
				next: ['Have the role assigned that `aksess doctor --role` prints.'],
			};
}

function kubernetes({objects}: World): Diagnosis {
	const reasons = [...new Set(Object.values(objects).flatMap(reasonOf))];
	return reasons.length === 0
		? ok('kubernetes', 'all lists read')
		: {
				what: 'kubernetes',
				state: 'problem',
				text: reasons.join(' '),
				next: ['`kubectl auth can-i list networkpolicies -A` says whether you may; `az aks get-credentials` signs in.'],
			};
}

function reasonOf(fact: Known<unknown>): readonly string[] {
	return fact.state === 'denied' ? [fact.reason] : [];
}
