import type {TrafficPods} from '../traffic/seen-traffic.js';

/** Who opens the connections of a drawn need: nodes pull images; a device outside does not tell nodes from pods. */
export type DrawnFrom = {readonly kind: 'nodes' | 'cluster'} | ({readonly kind: 'pods'} & TrafficPods);

export type DrawnTo =
	/** A host, or `*.domain` where a list or a policy has it so. */
	| {readonly kind: 'name'; readonly name: string}
	| {readonly kind: 'addresses'; readonly addresses: readonly string[]}
	| ({readonly kind: 'pods'} & TrafficPods)
	| {readonly kind: 'api-server'};

/** One need that something hints at; nobody has said yet that it is one. */
export type DrawnNeed = {
	readonly from: DrawnFrom;
	readonly to: DrawnTo;
	readonly protocol: 'tcp' | 'udp';
	/** `80,443` */
	readonly ports: string;
	/** Where the hint stands, for the row's source: `environment variable API_URL of pod shop/web-1`. */
	readonly evidence: string;
};

/** A shipped profile that knows something that is there; `evidence` says what. */
export type DrawnInclude = {readonly profile: string; readonly evidence: string};

/** A profile that is drawn and not written: whoever looks through it leaves out what is no need. */
export type DrawnProfile = {
	/** What it is drawn from: `namespace shop`, `denials.csv`. */
	readonly source: string;
	/** How it may be called. */
	readonly name: string;
	/** By which it is found again; undefined where nothing tells it. */
	readonly namespace: string | undefined;
	readonly includes: readonly DrawnInclude[];
	readonly needs: readonly DrawnNeed[];
	/** What was made of the lines of a log, a sentence; empty where there is none. */
	readonly told: string;
};

/** As many as the schema takes (profile-schema.ts). */
export const mostNeeds = 200;
