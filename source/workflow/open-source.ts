import path from 'node:path';
import type {Connection} from '../detect/connection.js';
import type {SandboxOptions} from '../sandbox/sandbox.js';
import type {WorldFiles} from '../sandbox/world/read-folder.js';
import type {Session} from '../session.js';
import type {JsonObject} from '../topology/world.js';
import type {Selection} from './selection.js';

/** Something that answers as Azure and a cluster do: Azure itself, or a folder served on loopback. */
export type OpenSource = {
	readonly connection: Connection;
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
			const {liveConnection} = await import('../detect/live-connection.js');
			return {
				connection: await liveConnection({subscription: selection.subscription, env: session.env, home: session.home}),
				description: 'Azure',
				notes: [],
				durable: true,
				close: async () => undefined,
			};
		}

		case 'world': {
			return serveFolder(selection, session);
		}

		case 'sandbox': {
			const {practiceWorldFolder} = await import('./practice-world-folder.js');
			const state = selection.state === undefined ? undefined : path.resolve(session.cwd, selection.state);
			return serve(
				{folder: practiceWorldFolder(selection.world), stateDir: state},
				`the practice cluster ${selection.world}`,
			);
		}
	}
}

async function serveFolder(
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
	const source = await serve({files, times: read.times, keepGoing}, `the files in ${folder}`, verbose);
	const others = verbose
		? read.others.map(name => `Not looked at: ${name} (it ends in none of .json, .jsonl, .csv and .yaml).`)
		: [];
	return {...source, notes: [...notes, ...source.notes, ...others]};
}

/** Programs work in folders. */
const notInArchive = async () => ({ok: false, reason: 'it lies in an archive'}) as const;

async function serve(options: SandboxOptions, description: string, verbose = false): Promise<OpenSource> {
	const [{startSandbox}, {sandboxConnection}] = await Promise.all([
		import('../sandbox/sandbox.js'),
		import('./sandbox-connection.js'),
	]);
	const sandbox = await startSandbox(options);
	const {always, passedOver, taken} = sandbox.notes;
	return {
		connection: sandboxConnection(sandbox),
		description,
		notes: [
			...always,
			...(verbose ? taken.map(file => `Taken: ${file}.`) : []),
			...aboutPassedOver(passedOver, verbose),
		],
		durable: options.stateDir !== undefined,
		close: sandbox.close,
		resources: sandbox.resources,
		dump: sandbox.dump,
	};
}

function aboutPassedOver(places: readonly string[], verbose: boolean): readonly string[] {
	if (places.length === 0) {
		return [];
	}

	return verbose
		? places.map(place => `Passed over: ${place}.`)
		: [
				`Passed over: ${places.length === 1 ? '1 document that is' : `${places.length} documents that are`} neither Azure's nor Kubernetes' (--verbose names them).`,
			];
}
