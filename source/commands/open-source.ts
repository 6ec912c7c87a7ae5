import path from 'node:path';
import type {Connection} from '../detect/connection.js';
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
				durable: true,
				close: async () => undefined,
			};
		}

		case 'world': {
			return serve(path.resolve(session.cwd, selection.folder), undefined, `the files in ${selection.folder}`);
		}

		case 'sandbox': {
			const {practiceWorldFolder} = await import('./practice-world-folder.js');
			const state = selection.state === undefined ? undefined : path.resolve(session.cwd, selection.state);
			return serve(practiceWorldFolder(selection.world), state, `the practice cluster ${selection.world}`);
		}
	}
}

async function serve(folder: string, state: string | undefined, description: string): Promise<OpenSource> {
	const [{startSandbox}, {sandboxConnection}] = await Promise.all([
		import('../sandbox/sandbox.js'),
		import('./sandbox-connection.js'),
	]);
	const sandbox = await startSandbox({folder, stateDir: state});
	return {
		connection: sandboxConnection(sandbox),
		description,
		durable: state !== undefined,
		close: sandbox.close,
		resources: sandbox.resources,
	};
}
