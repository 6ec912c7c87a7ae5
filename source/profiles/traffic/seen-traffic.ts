/** What one line of a log tells: somebody wanted to go somewhere. */
export type SeenTraffic = {
	readonly to: TrafficTarget;
	/** Undefined where the line names none: a list of hosts. */
	readonly port: number | undefined;
	readonly protocol: 'tcp' | 'udp';
	/** The pods that wanted it, where the line tells. */
	readonly from: TrafficPods | undefined;
	/** Milliseconds since 1970; undefined where the line has none that can be read. */
	readonly time: number | undefined;
	/** An address of who wanted it. */
	readonly source: string | undefined;
	/** Whether it was stopped. */
	readonly stopped: boolean;
	/** More than 1 where the line stands for several. */
	readonly times: number;
};

export type TrafficPods = {readonly namespace: string; readonly workload: string | undefined};

export type TrafficTarget =
	/** A host, or `*.domain` where a list has it so. */
	| {readonly kind: 'name'; readonly name: string}
	| {readonly kind: 'address'; readonly address: string}
	| ({readonly kind: 'pods'} & TrafficPods)
	| {readonly kind: 'api-server'};

/** What a line was, when it is no traffic that a profile can ask for. */
export type ReadTraffic =
	| {readonly kind: 'seen'; readonly all: readonly SeenTraffic[]}
	/** Fine, but nothing to ask for: it was let through, an answer, another protocol. */
	| {readonly kind: 'passed-over'}
	| {readonly kind: 'bad'; readonly problem: string};

export const passedOver: ReadTraffic = {kind: 'passed-over'};

export function bad(problem: string): ReadTraffic {
	return {kind: 'bad', problem};
}

/** A name or an address as logs write them; undefined where it is neither. */
export function targetOf(text: string): TrafficTarget | undefined {
	const host = text.trim().toLowerCase().replace(/\.$/, '');
	if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host)) {
		return host.split('.').every(part => Number(part) <= 255) ? {kind: 'address', address: host} : undefined;
	}

	return /^(?:\*\.)?[a-z\d_](?:[a-z\d_-]*[a-z\d_])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)+$/.test(host) &&
		host.length <= 253
		? {kind: 'name', name: host}
		: undefined;
}

export function portOf(text: string): number | undefined {
	const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
	return port >= 1 && port <= 65_535 ? port : undefined;
}

/** Logs are in UTC where they do not say (Azure Monitor). */
export function timeOf(text: string | undefined): number | undefined {
	if (text === undefined) {
		return undefined;
	}

	const time = Date.parse(/(?:Z|UTC|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text} UTC`);
	return Number.isNaN(time) ? undefined : time;
}
