import type {AddressSet} from '../../network/address-set.js';
import {unionOf} from '../../network/interval-set.js';
import type {Labels} from '../../network/label-selector.js';
import {selects} from '../../network/label-selector.js';
import {decodeLabelSelector} from '../../topology/decode/kubernetes/decode-label-selector.js';
import {decodePolicyPeer} from '../../topology/decode/kubernetes/decode-policy-peer.js';
import {field, list, object, objects, text, texts} from '../../topology/json.js';
import type {Service} from '../../topology/kubernetes.js';
import type {JsonObject} from '../../topology/world.js';
import type {EngineRules} from '../engine-rules.js';
import {endPortDoubt} from '../kubernetes-terms.js';
import type {PeerTerm, PolicyDirection, RuleTerm} from '../policy-terms.js';
import {networkPolicyOrder} from '../policy-tier.js';
import {type ServiceEnds, serviceEnd} from '../service-end.js';
import {type CiliumPeers, entityPeers} from './cilium-entities.js';
import {type CiliumPorts, ciliumPorts} from './cilium-ports.js';
import {ciliumSelector} from './cilium-selector.js';

/** A group of address blocks that rules refer to (CiliumCIDRGroup). */
export type CidrGroup = {readonly name: string; readonly labels: Labels; readonly addresses: AddressSet};

export type CiliumContext = {
	readonly engine: EngineRules;
	/** The cluster's Kubernetes 1.x. */
	readonly minor: number | undefined;
	/** FQDN rules work (paid feature); without it they let nothing through (facts G, ACNS). */
	readonly fqdnPolicies: boolean;
	readonly clusterwide: boolean;
	/** Of the policy. */
	readonly namespace: string | undefined;
	/** The addresses of the API server; undefined: not read. */
	readonly apiServer: AddressSet | undefined;
	/** Undefined: not read. */
	readonly cidrGroups: readonly CidrGroup[] | undefined;
	readonly services: ServiceEnds;
};

/** Cilium asks every deny rule before any that allows (docs.cilium.io, Deny Policies). */
const denyOrder = 0;

/** The rules of one section, `ingress` or `ingressDeny`; each entry of toPorts is a rule of its own. */
export function ciliumRules(
	section: readonly JsonObject[],
	direction: PolicyDirection,
	action: 'allow' | 'deny',
	context: CiliumContext,
): readonly RuleTerm[] {
	return section.flatMap((rule, index) => {
		const base = {
			rule: `${direction}${action === 'deny' ? 'Deny' : ''}[${index}]`,
			action,
			order: action === 'deny' ? denyOrder : networkPolicyOrder,
		};
		return peersOf(rule, direction, action, context).flatMap(({peers, doubt}) =>
			portsOf(rule).map(entry => ({
				...base,
				peers,
				ports: entry.ports,
				dnsPatterns: entry.dnsPatterns?.flatMap(pattern => patternsOf(pattern, context.minor).sure),
				doubt: doubt ?? entry.doubt ?? endPortDoubt(entry.ports ?? [], context.engine, context.minor),
			})),
		);
	});
}

/** ICMP is not among the protocols that we look at, so a rule that is about nothing else opens none of their ports. */
function portsOf(rule: JsonObject): readonly CiliumPorts[] {
	const entries = objects(rule, 'toPorts').map(ciliumPorts);
	const any: CiliumPorts = {ports: undefined, dnsPatterns: undefined, doubt: undefined};
	return list(rule, 'icmps').length > 0 ? [{...any, ports: []}] : entries.length > 0 ? entries : [any];
}

function peersOf(
	rule: JsonObject,
	direction: PolicyDirection,
	action: 'allow' | 'deny',
	context: CiliumContext,
): readonly CiliumPeers[] {
	const side = direction === 'ingress' ? 'from' : 'to';
	const modelled = ['Endpoints', 'CIDR', 'CIDRSet', 'Entities'].map(name => `${side}${name}`);
	const outward = direction === 'egress' ? ['toFQDNs', 'toServices'] : [];
	const present = Object.keys(rule).filter(key => rule[key] !== undefined && rule[key] !== null);
	const unknown = present.find(key => ![...modelled, ...outward, 'toPorts', 'icmps'].includes(key));
	if (unknown !== undefined) {
		return [{peers: undefined, doubt: `the field ${unknown}`}];
	}

	if (present.length === 0) {
		// `- {}` isolates and allows nothing (docs.cilium.io, Ingress default deny); what it denies is not written.
		return [action === 'allow' ? {peers: [], doubt: undefined} : {peers: undefined, doubt: 'an empty deny rule'}];
	}

	if (present.every(key => key === 'toPorts' || key === 'icmps')) {
		return [{peers: undefined, doubt: undefined}];
	}

	const parts = [
		...objects(rule, `${side}Endpoints`).map(entry => endpointPeers(entry, context)),
		...texts(rule, `${side}CIDR`).map(cidr =>
			blockPeers({cidr: cidr.includes('/') ? cidr : `${cidr}/${cidr.includes(':') ? 128 : 32}`}, context),
		),
		...objects(rule, `${side}CIDRSet`).map(entry => blockPeers(entry, context)),
		...texts(rule, `${side}Entities`).map(name => entityPeers(name, context.apiServer)),
	];
	const all: CiliumPeers = {
		peers: parts.flatMap(part => part.peers ?? []),
		doubt: parts.find(part => part.doubt !== undefined)?.doubt,
	};
	return [
		...(parts.length > 0 || outward.every(name => list(rule, name).length === 0) ? [all] : []),
		...(list(rule, 'toServices').length > 0
			? objects(rule, 'toServices').map(entry => servicePeers(entry, context))
			: []),
		...(context.fqdnPolicies && direction === 'egress' ? namePeers(rule, context) : []),
	];
}

function endpointPeers(entry: JsonObject, {clusterwide, apiServer}: CiliumContext): CiliumPeers {
	const {selector, reserved, doubt} = ciliumSelector(entry, clusterwide);
	if (reserved.length === 0) {
		return {peers: [{kind: 'pods', ...selector}], doubt};
	}

	// An endpoint has one of these labels, apart from the API server's beside another.
	const meant = reserved.map(name => entityPeers(name, apiServer));
	const [only, ...others] = meant;
	return only === undefined || others.length > 0
		? {
				peers: meant.flatMap(({peers}) => peers ?? []),
				doubt: `the labels ${reserved.map(name => `reserved:${name}`).join(' and ')}`,
			}
		: {...only, doubt: doubt ?? only.doubt};
}

/** A CIDR or an entry of a CIDR set has the shape and the meaning of an ipBlock, or refers to groups of blocks. */
function blockPeers(entry: JsonObject, {cidrGroups}: CiliumContext): CiliumPeers {
	const {cidr, except, cidrGroupRef, cidrGroupSelector, ...others} = entry;
	const [unknown] = Object.keys(others);
	if (cidrGroupRef !== undefined || cidrGroupSelector !== undefined) {
		const meant = groupsOf(entry, cidrGroups);
		const holes = list(entry, 'except');
		return typeof meant === 'string' || unknown !== undefined || holes.length > 0
			? {
					peers: [{kind: 'entity', entity: 'world'}],
					doubt: typeof meant === 'string' ? meant : `the field ${unknown ?? 'except'} beside a group of blocks`,
				}
			: {peers: [{kind: 'addresses', addresses: meant}], doubt: undefined};
	}

	const decoded = decodePolicyPeer({ipBlock: except === undefined ? {cidr} : {cidr, except}});
	if (unknown !== undefined || !decoded.ok) {
		return {
			peers: [{kind: 'entity', entity: 'world'}],
			doubt: unknown === undefined ? `the block ${JSON.stringify(entry)}` : `the field ${unknown}`,
		};
	}

	return {peers: [decoded.value], doubt: undefined};
}

/** A group that is not there holds no address (docs.cilium.io, CIDR groups), but it may only not have been read. */
function groupsOf(entry: JsonObject, groups: readonly CidrGroup[] | undefined): AddressSet | string {
	const name = text(entry, 'cidrGroupRef');
	if (groups === undefined || (name !== undefined && !groups.some(group => group.name === name))) {
		return name === undefined ? 'the field cidrGroupSelector' : `the CiliumCIDRGroup ${name}, which was not read`;
	}

	const selector = decodeLabelSelector(field(entry, 'cidrGroupSelector'));
	if (!selector.ok) {
		return selector.problem;
	}

	return unionOf(
		groups
			.filter(group => (name === undefined ? selects(selector.value, group.labels) : group.name === name))
			.map(({addresses}) => addresses),
	);
}

/** Services that select pods count since Cilium 1.16; before, those without a selector only. */
function servicePeers(entry: JsonObject, {services, namespace, minor}: CiliumContext): CiliumPeers {
	const named = object(entry, 'k8sService');
	const selecting = object(entry, 'k8sServiceSelector');
	const unknown = Object.keys(entry).find(key => key !== 'k8sService' && key !== 'k8sServiceSelector');
	const selector = decodeLabelSelector(field(selecting, 'selector'));
	if (unknown !== undefined || (named === undefined) === (selecting === undefined) || !selector.ok) {
		return {peers: undefined, doubt: 'the field toServices'};
	}

	const place = text(named ?? selecting, 'namespace') ?? (named === undefined ? undefined : namespace);
	const found: readonly Pick<Service, 'name' | 'namespace'>[] =
		named === undefined
			? (services.services ?? []).filter(
					service => (place === undefined || service.namespace === place) && selects(selector.value, service.labels),
				)
			: [{name: text(named, 'serviceName') ?? '', namespace: place ?? 'default'}];
	const ends = found.map(service => serviceEnd(service.name, service.namespace, services));
	const isOld = minor !== undefined && minor < 31;
	const doubt =
		services.services === undefined
			? 'the field toServices: the services were not read'
			: (ends.find(end => end.doubt !== undefined)?.doubt ??
				(isOld
					? 'the field toServices, which Cilium before 1.16 reads for services without a selector only'
					: undefined));
	return {peers: doubt === undefined ? ends.flatMap(({peers}) => peers ?? []) : undefined, doubt};
}

/** The multi-label wildcard in doubt, where the version of Cilium is not known, is a rule of its own. */
function namePeers(rule: JsonObject, {minor}: CiliumContext): readonly CiliumPeers[] {
	const written = list(rule, 'toFQDNs').flatMap(
		entry => text(field(entry), 'matchName') ?? text(field(entry), 'matchPattern') ?? [],
	);
	if (written.length === 0) {
		return [];
	}

	const read = written.map(pattern => patternsOf(pattern, minor));
	const sure = read.flatMap(patterns => patterns.sure);
	const unsure = read.flatMap(patterns => patterns.unsure);
	return [
		{peers: [{kind: 'names', patterns: sure}], doubt: undefined},
		...(unsure.length === 0
			? []
			: [
					{
						peers: [{kind: 'names', patterns: unsure}] satisfies readonly PeerTerm[],
						doubt: 'the pattern **., which is more than one label only since Cilium 1.19',
					},
				]),
	];
}

/** AKS pairs Kubernetes up to 1.35 with Cilium up to 1.18 (azure-cni-powered-by-cilium), for which `**` is `*`. */
function patternsOf(pattern: string, minor: number | undefined) {
	const narrow = pattern.replace(/^\*\*\./, '*.');
	return {
		sure: [narrow],
		unsure: narrow !== pattern && (minor === undefined || minor > 35) ? [pattern] : [],
	};
}
