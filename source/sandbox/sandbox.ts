import {invariant} from '../errors.js';
import {answer, refusal, servicesOf} from './answer.js';
import {isDenied} from './arm/access.js';
import {idOf, subscriptionsOf} from './arm/scopes.js';
import {parseId} from './arm-id.js';
import {makeCertificate} from './certificate.js';
import type {SandboxContext} from './context.js';
import {dumpWorld, type WorldDump} from './dump-world.js';
import {createFaultScript, type Fault} from './faults.js';
import {type LogEntry, listen} from './https-server.js';
import {type JsonObject, textAt} from './json.js';
import {makeKubeconfig} from './kubeconfig.js';
import {namesNamespaces} from './kubernetes/cluster-version.js';
import {withNamespaceName} from './kubernetes/defaults.js';
import {layProposal, type Outcome} from './proposal/lay-proposal.js';
import type {Proposal} from './proposal/proposal.js';
import {makeToken} from './sign-in.js';
import {createStore} from './store.js';
import {type LoadedWorld, loadWorld, type WorldNotes} from './world/load-world.js';
import type {WorldFiles} from './world/read-folder.js';
import {readPlace} from './world/read-place.js';

export type SandboxOptions = (
	| {readonly folder: string}
	| {
			readonly files: WorldFiles;
			/** When each file was written, see {@link loadWorld}. */
			readonly times?: ReadonlyMap<string, number> | undefined;
	  }
) & {
	/** Goes on without files that cannot be read; {@link Sandbox.notes} names them. */
	readonly keepGoing?: boolean | undefined;
	/** Laid over the world before anybody asks. */
	readonly proposal?: Proposal | undefined;
	/** Where writes are kept from one run to the next. Without it they live as long as the sandbox. */
	readonly stateDir?: string | undefined;
	/** 0 or absent: any free one. */
	readonly port?: number | undefined;
	/** Added to every answer. */
	readonly latencyMs?: number | undefined;
	/** How long a long-running operation takes. */
	readonly operationMs?: number | undefined;
	/** How long Azure thinks about routes that it tells by a long-running operation; not at all where it is absent. */
	readonly answerMs?: number | undefined;
	/** Resources per page of an Azure list. */
	readonly pageSize?: number | undefined;
	readonly faults?: readonly Fault[] | undefined;
};

/** A running practice Azure, and all one needs to use it. */
export type Sandbox = {
	/** `https://127.0.0.1:PORT`; `https://localhost:PORT` is the same. */
	readonly endpoint: string;
	readonly port: number;
	/** The certificate to trust, as PEM. */
	readonly ca: string;
	readonly tenant: string;
	readonly clientId: string;
	readonly clientSecret: string;
	/** A token that is good for a day, for clients that take one as it is. */
	readonly token: string;
	readonly subscriptions: readonly string[];
	/** YAML text. */
	readonly kubeconfig: string;
	readonly notes: WorldNotes;
	/** What became of the proposal, where one was laid over. */
	readonly outcome: Outcome | undefined;
	/** It holds routes that an interface shows, or refuses to tell them. */
	readonly tellsRoutes: boolean;
	/** Every request so far, in the order of their answers. */
	readonly log: readonly LogEntry[];
	readonly inject: (fault: Fault) => void;
	/** Every ARM resource that may be read, whether somebody would ask for it or not. */
	readonly resources: () => readonly JsonObject[];
	/** The world as it is now, in the format of a world folder. */
	readonly dump: () => WorldDump;
	readonly close: () => Promise<void>;
};

const clientId = '3c5f4b1e-6a47-4d0e-9a55-0b1f0c2d7e01';

/** Serves a world as Azure and its cluster would, over HTTPS on the loopback interface. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
	const {files, times} = 'folder' in options ? readPlace(options.folder) : options;
	const loaded = loadWorld(files, {keepGoing: options.keepGoing, times});
	const laid = options.proposal === undefined ? undefined : layProposal(loaded, options.proposal);
	const world = withNamedNamespaces(laid?.world ?? loaded);
	const certificate = await makeCertificate();
	const identity = {
		tenant: tenantOf(world),
		clientId,
		objectId: '7d1a5a0c-52a5-4b7f-8f0e-5a5d7a3c1e02',
		clientSecret: 'practice-only',
	};
	const store = createStore(world, options.stateDir);
	const context: SandboxContext = {
		store,
		identity,
		ca: certificate.cert,
		operationMs: options.operationMs ?? 20,
		answerMs: options.answerMs ?? 0,
		pageSize: options.pageSize ?? 100,
	};
	invariant(context.pageSize > 0, 'a page holds at least one item');
	const services = servicesOf(context);
	const faults = createFaultScript(options.faults ?? []);
	const {port, log, close} = await listen({
		certificate,
		port: options.port ?? 0,
		latencyMs: options.latencyMs ?? 0,
		faults,
		answer: request => answer(services, store, request),
		refuse: refusal,
	});
	const endpoint = `https://127.0.0.1:${port}`;
	const token = makeToken(identity);
	const cluster = clusterName(world);
	return {
		...identity,
		endpoint,
		port,
		ca: certificate.cert,
		token,
		subscriptions: subscriptionsOf(store),
		kubeconfig: makeKubeconfig({
			cluster,
			user: `clusterUser_${cluster}`,
			server: endpoint,
			ca: certificate.cert,
			token,
		}),
		notes: world.notes,
		outcome: laid?.outcome,
		tellsRoutes: [...store.entries('usages').map(([key]) => key), ...store.denied].some(name =>
			/\/effectiveRouteTable(?:\/action)?$/i.test(name),
		),
		log,
		inject: faults.inject,
		dump: () => dumpWorld(store),
		resources: () =>
			store
				.all('resources')
				.filter(resource => !isDenied(store.denied, `${parseId(idOf(resource))?.type ?? ''}/read`, idOf(resource))),
		close,
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

function clusterName(world: LoadedWorld): string {
	return textAt(clusterOf(world), 'name') || 'practice';
}

function tenantOf(world: LoadedWorld): string {
	return textAt(clusterOf(world), 'identity', 'tenantId') || '99999999-8888-7777-6666-555555555555';
}
