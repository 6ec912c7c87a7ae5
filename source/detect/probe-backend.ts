import {lookup as lookupName} from 'node:dns/promises';
import {connect as connectTcp, type Socket} from 'node:net';
import {connect as connectTls, type TLSSocket} from 'node:tls';

/** How far one gets from here, step by step; the first step that fails says why. */
export type Probe = {
	readonly host: string;
	readonly steps: readonly ProbeStep[];
	readonly reached: boolean;
};

type ProbeStep = {
	readonly step: 'dns' | 'tcp' | 'tls';
	readonly ok: boolean;
	/** A sentence: the address that was found, or what went wrong. */
	readonly detail: string;
};

type ProbeOptions = {
	readonly port?: number;
	/** For each step. */
	readonly timeoutMs?: number;
	readonly signal?: AbortSignal;
	/** A certificate authority to trust beside the system's. */
	readonly ca?: string;
	readonly lookup?: (host: string) => Promise<{readonly address: string}>;
};

/**
 * Tries to reach a name from this machine: its address, a connection, and TLS by its name, which is what firewalls look
 * at. Sends no request. Only done when somebody asks for it.
 */
export async function probeBackend(
	host: string,
	{port = 443, timeoutMs = 5_000, signal = new AbortController().signal, ca, lookup = lookupIpv4}: ProbeOptions = {},
): Promise<Probe> {
	const steps: ProbeStep[] = [];
	let address = '';
	let socket: Socket | undefined;
	try {
		({address} = await within(timeoutMs, signal, () => lookup(host)));
		steps.push({step: 'dns', ok: true, detail: `${host} is ${address}.`});
		const tcp = connectTcp({host: address, port});
		socket = tcp;
		await within(timeoutMs, signal, () => connected(tcp, 'connect'));
		steps.push({step: 'tcp', ok: true, detail: `Port ${port} of ${address} is open.`});
		const secured = await within(timeoutMs, signal, () => secure(tcp, host, ca));
		steps.push({step: 'tls', ok: true, detail: `${host} shows a certificate for its name (${secured.getProtocol()}).`});
	} catch (error) {
		signal.throwIfAborted();
		const step = (['dns', 'tcp', 'tls'] as const)[steps.length] ?? 'tls';
		steps.push({step, ok: false, detail: explain(step, host, error)});
	} finally {
		socket?.destroy();
	}

	return {host, steps, reached: steps.length === 3 && steps.every(({ok}) => ok)};
}

async function lookupIpv4(host: string): Promise<{readonly address: string}> {
	return lookupName(host, {family: 4});
}

function secure(socket: Socket, host: string, ca: string | undefined): Promise<TLSSocket> {
	return connected(connectTls({socket, servername: host, ...(ca === undefined ? {} : {ca})}), 'secureConnect');
}

function connected<T extends Socket>(socket: T, event: 'connect' | 'secureConnect'): Promise<T> {
	return new Promise((resolve, reject) => {
		socket.once(event, () => resolve(socket));
		socket.once('error', reject);
		socket.once('close', () => reject(new Error('the connection was closed')));
	});
}

async function within<T>(ms: number, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
	const stop = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
	return Promise.race([
		work(),
		new Promise<never>((_, reject) => {
			stop.addEventListener('abort', () => reject(new Error(`nothing came within ${ms / 1000} seconds`)), {once: true});
		}),
	]);
}

const failures: Readonly<Record<ProbeStep['step'], (host: string) => string>> = {
	dns: host => `${host} has no address here`,
	tcp: host => `${host} cannot be connected to`,
	tls: host => `${host} does not speak TLS with a certificate for its name; a proxy may be in between`,
};

function explain(step: ProbeStep['step'], host: string, error: unknown): string {
	return `${failures[step](host)}: ${error instanceof Error ? error.message : String(error)}.`;
}
