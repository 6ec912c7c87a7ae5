import {once} from 'node:events';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {createServer} from 'node:https';
import {setTimeout as delay} from 'node:timers/promises';
import {UserError} from '../errors.js';
import type {Certificate} from './certificate.js';
import type {FaultEffect, FaultScript} from './faults.js';
import type {Answer, Method, ServiceRequest} from './service.js';

/** One line of the request log. Status 0: the connection was cut. */
export type LogEntry = {readonly method: string; readonly path: string; readonly status: number};

type ServerOptions = {
	readonly certificate: Certificate;
	readonly port: number;
	readonly latencyMs: number;
	readonly faults: FaultScript;
	readonly answer: (request: ServiceRequest) => Answer;
	readonly refuse: (request: ServiceRequest, effect: Extract<FaultEffect, {kind: 'refuse'}>) => Answer;
};

export type LoopbackServer = {
	readonly port: number;
	readonly log: readonly LogEntry[];
	readonly close: () => Promise<void>;
};

/** HTTPS on the loopback interface only: nothing off this machine can reach it. */
export async function listen(options: ServerOptions): Promise<LoopbackServer> {
	const log: LogEntry[] = [];
	const server = createServer({key: options.certificate.key, cert: options.certificate.cert}, (incoming, response) => {
		// A client that goes away in the middle is its own business.
		serve(incoming, response, options, log).catch(() => incoming.destroy());
	});
	server.listen(options.port, '127.0.0.1');
	try {
		await once(server, 'listening');
	} catch (error) {
		throw new UserError('usage', `The practice Azure cannot listen on port ${options.port} of 127.0.0.1.`, {
			cause: error,
			next: ['Choose another port, or leave it out to get a free one.'],
		});
	}

	const address = server.address();
	return {
		port: typeof address === 'object' && address !== null ? address.port : options.port,
		log,
		close: async () => {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
}

/** The answer never comes. */
type Loss = Extract<FaultEffect, {readonly when?: 'before' | 'after'}>;

async function serve(
	incoming: IncomingMessage,
	response: ServerResponse,
	options: ServerOptions,
	log: LogEntry[],
): Promise<void> {
	const method = incoming.method ?? 'GET';
	const url = incoming.url ?? '/';
	const body = await readBody(incoming);
	const effects = options.faults.effectsOf(method, url);
	const request = toRequest(incoming, body, effects);
	const slow = effects.reduce((sum, effect) => sum + (effect.kind === 'slow' ? effect.ms : 0), options.latencyMs);
	if (slow > 0) {
		await delay(slow);
	}

	const loss = effects.find((effect): effect is Loss => effect.kind === 'reset' || effect.kind === 'silent');
	const lose = () => (loss?.kind === 'reset' ? incoming.socket.destroy() : undefined);
	const refusal = effects.find(effect => effect.kind === 'refuse');
	if (loss !== undefined && loss.when !== 'after') {
		log.push({method, path: url, status: 0});
		lose();
		return;
	}

	const answer = refusal === undefined ? options.answer(request) : options.refuse(request, refusal);
	log.push({method, path: url, status: loss === undefined ? answer.status : 0});
	if (loss === undefined) {
		send(answer, method, response);
	} else {
		lose();
	}
}

function toRequest(incoming: IncomingMessage, body: Buffer, effects: readonly FaultEffect[]): ServiceRequest {
	const failure = effects.find(effect => effect.kind === 'operation-fails');
	const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
	return {
		// Whatever else a client may send finds no route.
		method: (incoming.method ?? 'GET') as Method,
		path,
		query: new URLSearchParams(query),
		headers: incoming.headers,
		body,
		origin: `https://${incoming.headers.host ?? '127.0.0.1'}`,
		operationFailure: failure && {
			code: failure.code ?? 'InternalServerError',
			message: failure.message ?? 'An error occurred.',
			leaves: failure.leaves ?? 'before',
		},
	};
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of incoming) {
		chunks.push(chunk);
	}

	return Buffer.concat(chunks);
}

function send(answer: Answer, method: string, response: ServerResponse): void {
	const {status, headers, body, stream} = answer;
	if (stream !== undefined) {
		response.writeHead(status, {'content-type': 'application/json', ...headers});
		response.flushHeaders();
		const stop = stream(line => response.write(`${JSON.stringify(line)}\n`));
		const timer = setTimeout(() => response.end(), answer.streamMs ?? 0);
		response.on('close', () => {
			clearTimeout(timer);
			stop();
		});
		return;
	}

	if (body === undefined || method === 'HEAD') {
		response.writeHead(status, {...headers, 'content-length': 0}).end();
		return;
	}

	const text = Buffer.from(JSON.stringify(body));
	response.writeHead(status, {
		'content-type': 'application/json; charset=utf-8',
		...headers,
		'content-length': text.length,
	});
	response.end(text);
}
