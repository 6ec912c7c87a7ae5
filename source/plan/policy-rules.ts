import type {EngineRules} from '../connectivity/engine-rules.js';
import {type AddressSet, anyAddress, parseCidr} from '../network/address-set.js';
import {equals, isSubset} from '../network/interval-set.js';
import {count, isObject, list, object, objects, text} from '../topology/json.js';
import type {Json, JsonObject, KubeObject} from '../topology/world.js';
import {exactHash} from './basis.js';
import type {Cut} from './served.js';

/** A rule of a policy, with where it applies. */
export type PolicyRule = {
	readonly kind: string;
	readonly namespace: string;
	readonly selector: Json;
	readonly direction: 'ingress' | 'egress';
	readonly rule: JsonObject;
};

const directions = ['ingress', 'egress'] as const;

export function rulesOf(policy: KubeObject): readonly PolicyRule[] {
	const spec = object(policy, 'spec') ?? {};
	return directions.flatMap(direction =>
		list(spec, direction)
			.filter(isObject)
			.map(rule => ({
				kind: policy.kind,
				namespace: policy.metadata.namespace ?? '',
				selector: selectorOf(policy),
				direction,
				rule,
			})),
	);
}

export function selectorOf(policy: KubeObject): Json {
	const spec = object(policy, 'spec') ?? {};
	return spec['podSelector'] ?? spec['endpointSelector'] ?? {};
}

/** Whether a block of addresses stands for pods that have them, too, which is up to the engine. */
export type BlockReading = Pick<EngineRules, 'blocksSelectClusterAddresses'>;

/** Whether the one rule lets through all that the other one does; of selectors and names only if they are the same. */
export function holdsRule(whole: PolicyRule, part: PolicyRule, engine: BlockReading): boolean {
	return isBeside(whole, part) && (exactHash(whole.rule) === exactHash(part.rule) || holdsPlain(whole, part, engine));
}

/** The rule without the peers, or else the ports, that another one lets through already. */
export function cutRule(rule: PolicyRule, other: PolicyRule, engine: BlockReading): Cut<PolicyRule> {
	const [peers, ports] = [peersOf(rule), portsOf(rule)];
	if (!isBeside(other, rule) || rule.kind !== 'NetworkPolicy' || peers === undefined) {
		return 'same';
	}

	if (allPortsHeld(portsOf(other), ports)) {
		const left = peers.filter(peer => !isPeerHeld(peersOf(other), peer, engine));
		return cutTo(rule, sideOf(rule), peers, left);
	}

	return ports !== undefined && peers.every(peer => isPeerHeld(peersOf(other), peer, engine))
		? cutTo(
				rule,
				'ports',
				ports,
				ports.filter(port => !isPortHeld(portsOf(other), port)),
			)
		: 'same';
}

/** An empty list would mean everybody, or every port. */
function cutTo(
	rule: PolicyRule,
	field: 'from' | 'to' | 'ports',
	all: readonly JsonObject[],
	left: readonly JsonObject[],
): Cut<PolicyRule> {
	if (left.length === 0) {
		return 'nothing';
	}

	return left.length === all.length ? 'same' : {left: {...rule, rule: {...rule.rule, [field]: left}}};
}

/** Whether both are asked about the same pods: policies only ever add, so one for all pods of a namespace is for some, too. */
function isBeside(whole: PolicyRule, part: PolicyRule): boolean {
	const forAll = isObject(whole.selector) && Object.keys(whole.selector).length === 0;
	return (
		whole.kind === part.kind &&
		whole.namespace === part.namespace &&
		whole.direction === part.direction &&
		(forAll || exactHash(whole.selector) === exactHash(part.selector))
	);
}

/** The parts of a Cilium rule mean something only together, so these are compared as wholes. */
function holdsPlain(whole: PolicyRule, part: PolicyRule, engine: BlockReading): boolean {
	const [outer, inner] = [peersOf(whole), peersOf(part)];
	return (
		whole.kind === 'NetworkPolicy' &&
		allPortsHeld(portsOf(whole), portsOf(part)) &&
		(outer === undefined || (inner?.every(peer => isPeerHeld(outer, peer, engine)) ?? false))
	);
}

function sideOf({direction}: PolicyRule): 'from' | 'to' {
	return direction === 'ingress' ? 'from' : 'to';
}

/** Undefined is everybody; an empty list, too (the API reference of NetworkPolicy). */
function peersOf(rule: PolicyRule): readonly JsonObject[] | undefined {
	const peers = objects(rule.rule, sideOf(rule));
	return peers.length === 0 ? undefined : peers;
}

function portsOf({rule}: PolicyRule): readonly JsonObject[] | undefined {
	const ports = objects(rule, 'ports');
	return ports.length === 0 ? undefined : ports;
}

function isPeerHeld(peers: readonly JsonObject[] | undefined, part: JsonObject, engine: BlockReading): boolean {
	return peers?.some(whole => exactHash(whole) === exactHash(part) || isInBlock(part, whole, engine)) ?? true;
}

function isInBlock(part: JsonObject, whole: JsonObject, {blocksSelectClusterAddresses}: BlockReading): boolean {
	const [outer, inner] = [blockOf(whole), blockOf(part)];
	if (outer === undefined) {
		return false;
	}

	return inner === undefined
		? blocksSelectClusterAddresses && object(part, 'ipBlock') === undefined && equals(outer, anyAddress)
		: isSubset(inner, outer);
}

function blockOf(peer: JsonObject): AddressSet | undefined {
	const block = object(peer, 'ipBlock');
	const cidr = block?.['except'] === undefined ? parseCidr(text(block, 'cidr') ?? '') : undefined;
	return cidr?.ok === true ? cidr.value : undefined;
}

function allPortsHeld(whole: readonly JsonObject[] | undefined, part: readonly JsonObject[] | undefined): boolean {
	return whole === undefined || (part?.every(port => isPortHeld(whole, port)) ?? false);
}

function isPortHeld(ports: readonly JsonObject[] | undefined, part: JsonObject): boolean {
	return (
		ports?.some(whole => {
			const [first, last] = [count(whole, 'port'), count(whole, 'endPort') ?? count(whole, 'port')];
			const [low, high] = [count(part, 'port'), count(part, 'endPort') ?? count(part, 'port')];
			const isEvery = whole['port'] === undefined;
			const isWithin =
				first !== undefined &&
				last !== undefined &&
				low !== undefined &&
				high !== undefined &&
				first <= low &&
				high <= last;
			return whole['protocol'] === part['protocol'] && (isEvery || isWithin || exactHash(whole) === exactHash(part));
		}) ?? true
	);
}
