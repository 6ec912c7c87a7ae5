import type {PortSet} from '../network/port-set.js';
import type {Known} from '../topology/known.js';
import type {Missing} from '../topology/missing.js';
import type {Topology} from '../topology/topology.js';
import type {Answers} from './answers.js';
import type {Flow, Path} from './flow.js';
import type {Profile, Requirement} from './profile.js';

/** What binding looks at: one requirement of one profile, and everything known. */
export type BindContext = {
	readonly profile: Profile;
	readonly requirement: Requirement;
	readonly topology: Topology;
	readonly answers: Answers;
};

/** Something we would have to know to say more. */
export type Gap = {readonly why: string; readonly missing: Missing};

/** A flow before it gets what all flows of its requirement share. */
export type FlowDraft = {
	/** What tells it from its siblings: `@aks-subnet`, `:azds/traefik`; empty for an only child. */
	readonly suffix: string;
	readonly from: string;
	readonly to: string;
	readonly path: Path;
	readonly protocol?: Flow['protocol'];
	readonly ports?: PortSet;
	readonly remarks?: readonly string[];
};

/** Flows, and what keeps us from seeing more of them; or the reason why there is nothing to bind here. */
export type BindResult =
	| {readonly kind: 'bound'; readonly drafts: readonly FlowDraft[]; readonly gaps: readonly Gap[]}
	| {readonly kind: 'nothing'; readonly why: string};

export type ReadResult<T> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly gap: Gap};

export function bound(drafts: readonly FlowDraft[], gaps: readonly Gap[] = []): BindResult {
	return {kind: 'bound', drafts, gaps};
}

export function nothing(why: string): BindResult {
	return {kind: 'nothing', why};
}

export function unread(gap: Gap): BindResult {
	return {kind: 'bound', drafts: [], gaps: [gap]};
}

/** A list from the API server; denied and absent are both "not seen", never "none". */
export function readList<T>(
	fact: Known<readonly T[]>,
	plural: 'namespaces' | 'pods' | 'services',
): ReadResult<readonly T[]> {
	if (fact.state === 'known') {
		return {ok: true, value: fact.value};
	}

	const command = plural === 'namespaces' ? 'kubectl get namespaces' : `kubectl get ${plural} --all-namespaces`;
	const why =
		fact.state === 'denied' ? `The ${plural} could not be read: ${fact.reason}` : `The ${plural} were not read.`;
	return {ok: false, gap: {why, missing: {datum: `the ${plural} of the cluster`, command}}};
}

export function readCluster({cluster}: Topology): ReadResult<Extract<Topology['cluster'], {state: 'known'}>['value']> {
	if (cluster.state === 'known') {
		return {ok: true, value: cluster.value};
	}

	const why =
		cluster.state === 'denied' ? `The cluster could not be read: ${cluster.reason}` : 'There is no cluster to look at.';
	return {
		ok: false,
		gap: {why, missing: {datum: 'the cluster', command: 'az aks show --resource-group GROUP --name NAME'}},
	};
}
