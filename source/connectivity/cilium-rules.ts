import {decodePolicyPeer} from '../topology/decode-policy-peer.js';
import {field, list, objects, text, texts} from '../topology/json.js';
import type {JsonObject} from '../topology/world.js';
import {type CiliumPorts, ciliumPorts} from './cilium-ports.js';
import {ciliumSelector} from './cilium-selector.js';
import type {EngineRules} from './engine-rules.js';
import {endPortDoubt} from './kubernetes-terms.js';
import type {Direction, Entity, PeerTerm, RuleTerm} from './policy-terms.js';

export type CiliumContext = {
	readonly engine: EngineRules;
	/** The cluster's Kubernetes 1.x. */
	readonly minor: number | undefined;
	/** FQDN rules work (paid feature); without it they let nothing through (facts G, ACNS). */
	readonly fqdnPolicies: boolean;
	readonly clusterwide: boolean;
};

type Peers = {
	/** Undefined: any peer. */
	readonly peers: readonly PeerTerm[] | undefined;
	readonly doubt: string | undefined;
};

const entities: Readonly<Record<string, Entity | undefined>> = {
	world: 'world',
	'world-ipv4': 'world',
	host: 'host',
	'remote-node': 'remote-node',
	cluster: 'cluster',
	all: 'all',
};

/** Entities whose members are neither pods nor addresses that we know of; a rule for them opens nothing that we model. */
const unseenEntities = new Set(['none', 'init', 'health', 'unmanaged', 'ingress', 'kube-apiserver', 'world-ipv6']);

/** The rules of one section, `ingress` or `ingressDeny`; each entry of toPorts is a rule of its own. */
export function ciliumRules(
	section: readonly JsonObject[],
	direction: Direction,
	action: 'allow' | 'deny',
	context: CiliumContext,
): readonly RuleTerm[] {
	return section.flatMap((rule, index) => {
		const {peers, doubt} = peersOf(rule, direction, action, context);
		const entries: readonly CiliumPorts[] = objects(rule, 'toPorts').map(ciliumPorts);
		const nothing: CiliumPorts = {ports: undefined, dnsPatterns: undefined, doubt: undefined};
		return (entries.length > 0 ? entries : [nothing]).map(entry => ({
			rule: `${direction}${action === 'deny' ? 'Deny' : ''}[${index}]`,
			action,
			peers,
			ports: entry.ports,
			dnsPatterns: entry.dnsPatterns,
			doubt: doubt ?? entry.doubt ?? endPortDoubt(entry.ports ?? [], context.engine, context.minor),
		}));
	});
}

function peersOf(rule: JsonObject, direction: Direction, action: 'allow' | 'deny', context: CiliumContext): Peers {
	const side = direction === 'ingress' ? 'from' : 'to';
	const modelled = ['Endpoints', 'CIDR', 'CIDRSet', 'Entities'].map(name => `${side}${name}`);
	const names = direction === 'egress' ? ['toFQDNs'] : [];
	const present = Object.keys(rule).filter(key => rule[key] !== undefined && rule[key] !== null);
	const unknown = present.find(key => ![...modelled, ...names, 'toPorts'].includes(key));
	if (unknown !== undefined) {
		return {peers: undefined, doubt: `the field ${unknown}`};
	}

	if (present.length === 0) {
		// `- {}` isolates and allows nothing (docs.cilium.io, Ingress default deny); what it denies is not written.
		return action === 'allow' ? {peers: [], doubt: undefined} : {peers: undefined, doubt: 'an empty deny rule'};
	}

	if (present.every(key => key === 'toPorts')) {
		return {peers: undefined, doubt: undefined};
	}

	const parts = [
		...objects(rule, `${side}Endpoints`).map(entry => endpointPeer(entry, context)),
		...texts(rule, `${side}CIDR`).map(cidr => blockPeer({cidr: cidr.includes('/') ? cidr : `${cidr}/32`})),
		...objects(rule, `${side}CIDRSet`).map(blockPeer),
		...texts(rule, `${side}Entities`).map(entityPeer),
		...names.flatMap(name => (context.fqdnPolicies ? [namesPeer(rule, name)] : [])),
	];
	return {
		peers: parts.flatMap(part => part.peers ?? []),
		doubt: parts.find(part => part.doubt !== undefined)?.doubt,
	};
}

function endpointPeer(entry: JsonObject, {clusterwide}: CiliumContext): Peers {
	const {selector, doubt} = ciliumSelector(entry, clusterwide);
	return {peers: [{kind: 'pods', ...selector}], doubt};
}

/** A CIDR or an entry of a CIDR set has the shape and the meaning of an ipBlock. */
function blockPeer(entry: JsonObject): Peers {
	const {cidr, except, ...others} = entry;
	const decoded = decodePolicyPeer({ipBlock: except === undefined ? {cidr} : {cidr, except}});
	const [unknown] = Object.keys(others);
	if (unknown !== undefined || !decoded.ok) {
		return {
			peers: [{kind: 'entity', entity: 'world'}],
			doubt: unknown === undefined ? `the block ${JSON.stringify(entry)}` : `the field ${unknown}`,
		};
	}

	return {peers: [decoded.value], doubt: undefined};
}

function entityPeer(name: string): Peers {
	const entity = entities[name];
	if (entity !== undefined) {
		return {peers: [{kind: 'entity', entity}], doubt: undefined};
	}

	return unseenEntities.has(name)
		? {peers: [], doubt: undefined}
		: {peers: [{kind: 'entity', entity: 'all'}], doubt: `the entity ${name}`};
}

function namesPeer(rule: JsonObject, key: string): Peers {
	const patterns = list(rule, key).flatMap(
		entry => text(field(entry), 'matchName') ?? text(field(entry), 'matchPattern') ?? [],
	);
	return {peers: [{kind: 'names', patterns}], doubt: undefined};
}
