import {answer, refusal, servicesOf} from './answer.js';
import {makeCertificate} from './certificate.js';
import type {SandboxContext} from './context.js';
import type {WorldDump} from './dump-world.js';
import {createFaultScript, type Fault} from './faults.js';
import {type LogEntry, listen} from './https-server.js';
import {makeKubeconfig} from './kubeconfig.js';
import {openPractice, type Practice, type PracticeOptions} from './practice.js';
import {makeToken} from './sign-in.js';

type ServeOptions = {
	/** 0 or absent: any free one. */
	readonly port?: number | undefined;
	/** Added to every answer. */
	readonly latencyMs?: number | undefined;
	readonly faults?: readonly Fault[] | undefined;
};

export type SandboxOptions = PracticeOptions & ServeOptions;

/** A running practice Azure, and all one needs to use it. */
export type Sandbox = Pick<Practice, 'subscriptions' | 'notes'> & {
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
	/** YAML text. */
	readonly kubeconfig: string;
	/** Every request so far, in the order of their answers. */
	readonly log: readonly LogEntry[];
	readonly inject: (fault: Fault) => void;
	/** The world as it is now, in the format of a world folder. */
	readonly dump: () => WorldDump;
	readonly close: () => Promise<void>;
};

/** Loads a world and serves it. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
	return servePractice(openPractice(options), options);
}

/** Serves a practice Azure as Azure and its cluster would, over HTTPS on the loopback interface. */
export async function servePractice(practice: Practice, options: ServeOptions = {}): Promise<Sandbox> {
	const certificate = await makeCertificate();
	const context: SandboxContext = {...practice.context, ca: certificate.cert};
	const {store, identity} = context;
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
	const {cluster, subscriptions, notes} = practice;
	return {
		...identity,
		endpoint,
		port,
		ca: certificate.cert,
		token,
		subscriptions,
		kubeconfig: makeKubeconfig({
			cluster,
			user: `clusterUser_${cluster}`,
			server: endpoint,
			ca: certificate.cert,
			token,
		}),
		notes,
		log,
		inject: faults.inject,
		dump: practice.dump,
		close,
	};
}
