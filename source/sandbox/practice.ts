import {invariant} from '../errors.js';
import {isDenied} from './arm/access.js';
import {idOf, subscriptionsOf} from './arm/scopes.js';
import {parseId} from './arm-id.js';
import type {SandboxContext} from './context.js';
import {dumpWorld, type WorldDump} from './dump-world.js';
import {type JsonObject, textAt} from './json.js';
import {namesNamespaces} from './kubernetes/cluster-version.js';
import {withNamespaceName} from './kubernetes/defaults.js';
import {layProposal, type Outcome} from './proposal/lay-proposal.js';
import type {Proposal} from './proposal/proposal.js';
import {createReads} from './reads.js';
import type {Answer, ServiceRequest} from './service.js';
import {createStore} from './store.js';
import {type LoadedWorld, loadWorld, type WorldNotes} from './world/load-world.js';
import type {WorldFiles} from './world/read-folder.js';
import {readPlace} from './world/read-place.js';

export type PracticeOptions = (
	| {readonly folder: string}
	| {
			readonly files: WorldFiles;
			/** When each file was written, see {@link loadWorld}. */
			readonly times?: ReadonlyMap<string, number> | undefined;
	  }
) & {
	/** Goes on without files that cannot be read; {@link Practice.notes} names them. */
	readonly keepGoing?: boolean | undefined;
	/** Laid over the world before anybody asks. */
	readonly proposal?: Proposal | undefined;
	/** Where writes are kept from one run to the next. Without it they live as long as the practice Azure. */
	readonly stateDir?: string | undefined;
	/** How long a long-running operation takes. */
	readonly operationMs?: number | undefined;
	/** How long Azure thinks about routes that it tells by a long-running operation; not at all where it is absent. */
	readonly answerMs?: number | undefined;
	/** Resources per page of an Azure list. */
	readonly pageSize?: number | undefined;
};

/** A practice Azure that can be asked in this process. To be asked by others it is served. */
export type Practice = {
	readonly context: SandboxContext;
	readonly subscriptions: readonly string[];
	/** The name of its cluster, or of what stands for one. */
	readonly cluster: string;
	readonly notes: WorldNotes;
	/** What became of the proposal, where one was laid over. */
	readonly outcome: Outcome | undefined;
	/** It holds what an interface says is in force, or refuses to tell it. */
	readonly asksInterfaces: boolean;
	/** Every ARM resource that may be read, whether somebody would ask for it or not. */
	readonly resources: () => readonly JsonObject[];
	/** The world as it is now, in the format of a world folder. */
	readonly dump: () => WorldDump;
	/** What a server would answer whoever is signed in. */
	readonly ask: (request: Question) => Answer;
};

type Question = Pick<ServiceRequest, 'method' | 'path'> & {
	readonly query?: URLSearchParams;
	readonly body?: JsonObject | undefined;
};

/** Where it would be served; links in answers begin so. Nobody listens there. */
export const inProcess = 'https://127.0.0.1';

const clientId = '3c5f4b1e-6a47-4d0e-9a55-0b1f0c2d7e01';

/** Loads a world for the practice Azure to start from. */
export function openPractice(options: PracticeOptions): Practice {
	const {files, times} = 'folder' in options ? readPlace(options.folder) : options;
	const loaded = loadWorld(files, {keepGoing: options.keepGoing, times});
	const laid = options.proposal === undefined ? undefined : layProposal(loaded, options.proposal);
	const world = withNamedNamespaces(laid?.world ?? loaded);
	const store = createStore(world, options.stateDir);
	const context: SandboxContext = {
		store,
		identity: {
			tenant: tenantOf(world),
			clientId,
			objectId: '7d1a5a0c-52a5-4b7f-8f0e-5a5d7a3c1e02',
			clientSecret: 'practice-only',
		},
		operationMs: options.operationMs ?? 20,
		answerMs: options.answerMs ?? 0,
		pageSize: options.pageSize ?? 100,
		ca: '',
	};
	invariant(context.pageSize > 0, 'a page holds at least one item');
	const answer = createReads(context);
	return {
		context,
		subscriptions: subscriptionsOf(store),
		cluster: textAt(clusterOf(world), 'name') || 'practice',
		notes: world.notes,
		outcome: laid?.outcome,
		asksInterfaces: [...store.entries('usages').map(([key]) => key), ...store.denied].some(name =>
			/\/(?:effectiveRouteTable|effectiveNetworkSecurityGroups)(?:\/action)?$/i.test(name),
		),
		resources: () =>
			store
				.all('resources')
				.filter(resource => !isDenied(store.denied, `${parseId(idOf(resource))?.type ?? ''}/read`, idOf(resource))),
		dump: () => dumpWorld(store),
		ask: ({method, path, query = new URLSearchParams(), body}) =>
			answer({
				method,
				path,
				query,
				headers: {},
				body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
				origin: inProcess,
				operationFailure: undefined,
			}),
	};
}

/** The objects of a folder as the cluster's own API server would have stored them. */
function withNamedNamespaces(world: LoadedWorld): LoadedWorld {
	return namesNamespaces([...world.resources.values()])
		? {...world, objects: new Map([...world.objects].map(([key, object]) => [key, withNamespaceName(object)]))}
		: world;
}

function clusterOf({resources}: LoadedWorld) {
	return [...resources.values()].find(
		resource => textAt(resource, 'type').toLowerCase() === 'microsoft.containerservice/managedclusters',
	);
}

function tenantOf(world: LoadedWorld): string {
	return textAt(clusterOf(world), 'identity', 'tenantId') || '99999999-8888-7777-6666-555555555555';
}
