import type {Method, OperationFailure} from './service.js';

/**
 * What goes wrong. `reset` cuts the connection before the request is acted on, or after (the answer is lost); `silent`
 * leaves it open and never answers.
 */
export type FaultEffect =
	| {
			readonly kind: 'refuse';
			readonly status: 403 | 409 | 412 | 429 | 500 | 503;
			readonly code?: string;
			readonly message?: string;
			readonly retryAfterSeconds?: number;
	  }
	| {readonly kind: 'reset' | 'silent'; readonly when?: 'before' | 'after'}
	| {readonly kind: 'slow'; readonly ms: number}
	| ({readonly kind: 'operation-fails'} & Partial<OperationFailure>);

/** One scripted fault: which requests, and what happens to them. */
export type Fault = {
	readonly method?: Method;
	/** Tested against path and query, in any case. */
	readonly url: RegExp | string;
	/** Counted among the requests that match, from 1; without it every one is hit. */
	readonly nth?: number;
	/** How many in a row, from the nth on. */
	readonly times?: number;
	readonly effect: FaultEffect;
};

export type FaultScript = {
	readonly inject: (fault: Fault) => void;
	/** All effects of one request; each call counts as that request having come in. */
	readonly effectsOf: (method: string, url: string) => readonly FaultEffect[];
};

export function createFaultScript(initial: readonly Fault[]): FaultScript {
	const faults = initial.map(fault => ({fault, seen: 0}));
	return {
		inject: fault => {
			faults.push({fault, seen: 0});
		},
		effectsOf: (method, url) =>
			faults.flatMap(entry => {
				if (!matches(entry.fault, method, url)) {
					return [];
				}

				entry.seen += 1;
				return isHit(entry.fault, entry.seen) ? [entry.fault.effect] : [];
			}),
	};
}

function matches(fault: Fault, method: string, url: string): boolean {
	const {url: pattern} = fault;
	const isMatch =
		typeof pattern === 'string'
			? url.toLowerCase().includes(pattern.toLowerCase())
			: new RegExp(pattern.source, 'i').test(url);
	return isMatch && (fault.method === undefined || fault.method === method);
}

function isHit({nth, times}: Fault, seen: number): boolean {
	const first = nth ?? 1;
	const last = times === undefined ? (nth === undefined ? Number.POSITIVE_INFINITY : nth) : first + times - 1;
	return seen >= first && seen <= last;
}
