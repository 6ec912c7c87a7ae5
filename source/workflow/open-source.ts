import path from 'node:path';
import type {Connection} from '../detect/connection.js';
import type {WorldSource} from '../detect/world-source.js';
import type {PracticeOptions} from '../sandbox/practice.js';
import type {Sandbox} from '../sandbox/sandbox.js';
import type {WorldFiles} from '../sandbox/world/read-folder.js';
import type {Session} from '../session.js';
import type {JsonObject} from '../topology/world.js';
import type {Selection} from './selection.js';

/** Something that answers as Azure and a cluster do: Azure itself, or a folder. */
export type OpenSource = {
	/** For whoever only reads. */
	readonly reads: WorldSource;
	/** For whoever writes, through clients and over a network; a folder is served on loopback when it is first asked for. */
	readonly connect: () => Promise<Connection>;
	/** For journals and messages: where a run can be continued. */
	readonly description: string;
	/** Every ARM resource of a folder; Azure itself is only asked for what is looked for. */
	readonly resources?: () => readonly JsonObject[];
	/** Of a folder or a practice cluster: all of it as it is now, as the files of a world. */
	readonly dump?: () => WorldFiles;
	/** What a reader must know about the files behind it. */
	readonly notes: readonly string[];
	/** Writes stay after the process ends. */
	readonly durable: boolean;
	readonly close: () => Promise<void>;
};

/** Live, `--world` and `--sandbox` differ here and nowhere else. */
export async function openSource(selection: Selection, session: Session): Promise<OpenSource> {
	switch (selection.kind) {
		case 'live': {
			const [{liveConnection}, {remoteSource}] = await Promise.all([
				import('../detect/live-connection.js'),
				import('../detect/remote-source.js'),
			]);
			const {subscription} = selection;
			const connection = await liveConnection({subscription, env: session.env, home: session.home});
			return {
				reads: remoteSource(connection),
				connect: async () => connection,
				description: 'Azure',
				notes: [],
				durable: true,
				close: async () => undefined,
			};
		}

		case 'world': {
			return openFolder(selection, session);
		}

		case 'sandbox': {
			const {practiceWorldFolder} = await import('./practice-world-folder.js');
			const state = selection.state === undefined ? undefined : path.resolve(session.cwd, selection.state);
			return open(
				{folder: practiceWorldFolder(selection.world), stateDir: state},
				`the practice cluster ${selection.world}`,
			);
		}
	}
}

async function openFolder(
	{folder, keepGoing, verbose = false}: Extract<Selection, {kind: 'world'}>,
	session: Session,
): Promise<OpenSource> {
	const [{readPlace}, {renderSources}, {renderProgram}] = await Promise.all([
		import('../sandbox/world/read-place.js'),
		import('../sandbox/world/render-sources.js'),
		import('./render-program.js'),
	]);
	const place = path.resolve(session.cwd, folder);
	const read = readPlace(place);
	const render = read.isFolder ? renderProgram(place, session) : notInArchive;
	const {files, notes} = await renderSources(read.files, render);
	const source = await open({files, times: read.times, keepGoing}, `the files in ${folder}`, verbose);
	const others = verbose
		? read.others.map(name => `Not read: ${name} (its name does not end in .json, .jsonl, .csv or .yaml).`)
		: [];
	return {...source, notes: [...notes, ...source.notes, ...others]};
}

/** Programs work in folders. */
const notInArchive = async () => ({ok: false, reason: 'it lies in an archive'}) as const;

/** What lies in memory is handed over whole. */
export const wholeLists = 1_000_000;

async function open(options: PracticeOptions, description: string, verbose = false): Promise<OpenSource> {
	const [{openPractice}, {practiceSource}] = await Promise.all([
		import('../sandbox/practice.js'),
		import('./practice-source.js'),
	]);
	const practice = openPractice({pageSize: wholeLists, ...options});
	const {always, passedOver, taken} = practice.notes;
	let serving: Promise<Sandbox> | undefined;
	return {
		reads: practiceSource(practice),
		connect: async () => {
			const [{servePractice}, {sandboxConnection}] = await Promise.all([
				import('../sandbox/sandbox.js'),
				import('./sandbox-connection.js'),
			]);
			serving ??= servePractice(practice);
			return sandboxConnection(await serving);
		},
		description,
		notes: [
			...always,
			...(verbose ? taken.map(file => `Taken: ${file}.`) : []),
			...aboutPassedOver(passedOver, verbose),
		],
		durable: options.stateDir !== undefined,
		close: async () => (await serving)?.close(),
		resources: practice.resources,
		dump: practice.dump,
	};
}

function aboutPassedOver(places: readonly string[], verbose: boolean): readonly string[] {
	if (places.length === 0) {
		return [];
	}

	return verbose
		? places.map(place => `Skipped: ${place}.`)
		: [
				`Skipped: ${places.length === 1 ? '1 document that is' : `${places.length} documents that are`} neither Azure's nor Kubernetes' (--verbose names them).`,
			];
}
