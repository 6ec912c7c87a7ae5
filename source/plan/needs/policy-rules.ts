import type {EngineRules} from '../../connectivity/engine-rules.js';
import {type AddressSet, holdsFamily, parseCidr} from '../../network/address-set.js';
import {isSubset, overlaps, unionOf} from '../../network/interval-set.js';
import {count, isObject, list, object, objects, text} from '../../topology/json.js';
import type {Json, JsonObject, KubeObject} from '../../topology/world.js';
import {exactHash} from '../basis.js';
import type {Cut} from './served.js';

/** A rule of a policy, with where it applies. */
export type WrittenPolicyRule = {
	readonly kind: string;
	readonly namespace: string;
	readonly selector: Json;
	readonly direction: 'ingress' | 'egress';
	readonly rule: JsonObject;
};

const directions = ['ingress', 'egress'] as const;

export function rulesOf(policy: KubeObject): readonly WrittenPolicyRule[] {
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
export function holdsRule(whole: WrittenPolicyRule, part: WrittenPolicyRule, engine: BlockReading): boolean {
	return isBeside(whole, part) && (exactHash(whole.rule) === exactHash(part.rule) || holdsPlain(whole, part, engine));
}

/**
 * The rule without the peers and ports that others let through already, each peer on every port or each port for every
 * peer. Undefined where all of it is needed.
 */
export function cutRule(
	rule: WrittenPolicyRule,
	others: readonly WrittenPolicyRule[],
	engine: BlockReading,
): Cut<WrittenPolicyRule> | undefined {
	const peers = peersOf(rule);
	const ports: readonly (JsonObject | undefined)[] = portsOf(rule) ?? [undefined];
	const beside = others.filter(other => isBeside(other, rule));
	if (beside.length === 0 || rule.kind !== 'NetworkPolicy' || peers === undefined) {
		return undefined;
	}

	const onPort = new Map(ports.map(port => [port, beside.filter(other => isPortHeld(portsOf(other), port))]));
	const holders = (peer: JsonObject, port: JsonObject | undefined) => holdersOf(peer, onPort.get(port) ?? [], engine);
	const isNeeded = (peer: JsonObject, port: JsonObject | undefined) => holders(peer, port).length === 0;
	const leftPeers = peers.filter(peer => ports.some(port => isNeeded(peer, port)));
	const leftPorts = ports.filter(port => leftPeers.some(peer => isNeeded(peer, port)));
	if (leftPeers.length === peers.length && leftPorts.length === ports.length) {
		return undefined;
	}

	const by = peers.flatMap(peer =>
		ports.filter(port => !(leftPeers.includes(peer) && leftPorts.includes(port))).flatMap(port => holders(peer, port)),
	);
	const left = {...rule.rule, [sideOf(rule)]: leftPeers, ...(portsOf(rule) === undefined ? {} : {ports: leftPorts})};
	return {left: leftPeers.length === 0 ? undefined : {...rule, rule: left as JsonObject}, by: [...new Set(by)]};
}

/** The rules that let a peer through on their own, or else together block by block; empty where they do not. */
function holdersOf(
	peer: JsonObject,
	rules: readonly WrittenPolicyRule[],
	engine: BlockReading,
): readonly WrittenPolicyRule[] {
	const alone = rules.find(rule => isPeerHeld(peersOf(rule), peer, engine));
	if (alone !== undefined) {
		return [alone];
	}

	const block = blockOf(peer);
	const parts = block === undefined ? [] : rules.filter(rule => overlaps(blocksOf(rule), block));
	return block !== undefined && isSubset(block, unionOf(parts.map(blocksOf))) ? parts : [];
}

function blocksOf(rule: WrittenPolicyRule): AddressSet {
	return unionOf(
		(peersOf(rule) ?? []).flatMap(peer => {
			const block = blockOf(peer);
			return block === undefined ? [] : [block];
		}),
	);
}

/** Whether both are asked about the same pods: policies only ever add, so one for all pods of a namespace is for some, too. */
function isBeside(whole: WrittenPolicyRule, part: WrittenPolicyRule): boolean {
	const forAll = isObject(whole.selector) && Object.keys(whole.selector).length === 0;
	return (
		whole.kind === part.kind &&
		whole.namespace === part.namespace &&
		whole.direction === part.direction &&
		(forAll || exactHash(whole.selector) === exactHash(part.selector))
	);
}

/** The parts of a Cilium rule mean something only together, so these are compared as wholes. */
function holdsPlain(whole: WrittenPolicyRule, part: WrittenPolicyRule, engine: BlockReading): boolean {
	const [outer, inner] = [peersOf(whole), peersOf(part)];
	return (
		whole.kind === 'NetworkPolicy' &&
		allPortsHeld(portsOf(whole), portsOf(part)) &&
		(outer === undefined || (inner?.every(peer => isPeerHeld(outer, peer, engine)) ?? false))
	);
}

function sideOf({direction}: WrittenPolicyRule): 'from' | 'to' {
	return direction === 'ingress' ? 'from' : 'to';
}

/** Undefined is everybody; an empty list, too (the API reference of NetworkPolicy). */
function peersOf(rule: WrittenPolicyRule): readonly JsonObject[] | undefined {
	const peers = objects(rule.rule, sideOf(rule));
	return peers.length === 0 ? undefined : peers;
}

function portsOf({rule}: WrittenPolicyRule): readonly JsonObject[] | undefined {
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
		? blocksSelectClusterAddresses && object(part, 'ipBlock') === undefined && holdsFamily(outer)
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

/** Undefined is every port, which no list of ports holds. */
function isPortHeld(ports: readonly JsonObject[] | undefined, part: JsonObject | undefined): boolean {
	if (part === undefined) {
		return ports === undefined;
	}

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
