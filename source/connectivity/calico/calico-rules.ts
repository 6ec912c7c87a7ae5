import type {Family} from '../../network/address.js';
import {anyOf, familiesOf} from '../../network/address-set.js';
import {anyPort, ports as portSet} from '../../network/port-set.js';
import {field, list, object, text} from '../../topology/json.js';
import type {PolicyPort} from '../../topology/kubernetes.js';
import type {Json, JsonObject} from '../../topology/world.js';
import {type TransportProtocol, transportProtocols} from '../connection-set.js';
import type {EndTerm, PolicyDirection, PortsTerm, RuleTerm} from '../policy-terms.js';
import {blocksOf, type CalicoContext, type CalicoEnd, calicoEnd} from './calico-entity.js';

type RuleContext = CalicoContext & {
	/** Of the policy; undefined for a global one. */
	readonly namespace: string | undefined;
	readonly order: number;
};

const actions: Readonly<Record<string, RuleTerm['action'] | undefined>> = {Allow: 'allow', Deny: 'deny', Pass: 'pass'};

const fields = new Set([
	'action',
	'protocol',
	'notProtocol',
	'icmp',
	'notICMP',
	'ipVersion',
	'source',
	'destination',
	'http',
	'metadata',
]);

/** The rules of one direction in their order. `Log` decides nothing, so it leaves no rule (docs.tigera.io, Rule). */
export function calicoRules(
	rules: readonly JsonObject[],
	direction: PolicyDirection,
	context: RuleContext,
): readonly RuleTerm[] {
	return rules.flatMap((rule, index) => {
		const said = text(rule, 'action') ?? '';
		// Older versions of the objects are written in lower case.
		const action = actions[said.charAt(0).toUpperCase() + said.slice(1)];
		if (/^log$/i.test(said)) {
			return [];
		}

		const term = {rule: `${direction}[${index}]`, ...ruleTerm(rule, direction, context)};
		return action === undefined
			? (['allow', 'deny', 'pass'] as const).map(any => ({
					...term,
					action: any,
					doubt: `the action ${JSON.stringify(field(rule, 'action') ?? null)}, which is not known here`,
				}))
			: [{...term, action}];
	});
}

function ruleTerm(
	rule: JsonObject,
	direction: PolicyDirection,
	context: RuleContext,
): Omit<RuleTerm, 'rule' | 'action'> {
	const source = object(rule, 'source') ?? {};
	const destination = object(rule, 'destination') ?? {};
	const [peerEntity, ownEntity] = direction === 'ingress' ? [source, destination] : [destination, source];
	const peer = calicoEnd(peerEntity, context.namespace, context);
	const own = calicoEnd(ownEntity, context.namespace, context);
	const ports = portsOf(rule, destination);
	// The ports of a service are those of a destination.
	const meant = direction === 'egress' && peer.service !== undefined ? peer.service : ports;
	const family = familyMeant(rule, source, destination);
	const doubt =
		doubtOf(rule, source) ??
		(family === 'both' ? 'networks of both families in one rule, which the API refuses' : undefined) ??
		peer.doubt ??
		own.doubt ??
		(typeof meant === 'string' ? meant : undefined);
	return {
		order: context.order,
		...endOf(peer, family),
		...(typeof meant === 'string' ? {ports: undefined} : meant),
		own: isAny(own) ? undefined : endOf(own),
		dnsPatterns: undefined,
		doubt,
	};
}

/** A rule of one family is about packets of that family alone, so the other end is bounded as well. */
function endOf({peers, within, except}: CalicoEnd, family?: Family | 'both'): EndTerm {
	return {
		peers,
		within: within === undefined && family !== undefined && family !== 'both' ? anyOf[family] : within,
		except,
	};
}

/** By `ipVersion`, and by the networks of either end, which are of one family in one rule [K]. */
function familyMeant(rule: JsonObject, source: JsonObject, destination: JsonObject): Family | 'both' | undefined {
	const said = {'4': 'IPv4', '6': 'IPv6'} as const;
	const version = String(rule['ipVersion'] ?? '');
	const meant = new Set<Family>([
		...(version === '4' || version === '6' ? [said[version]] : []),
		...[source, destination]
			.flatMap(entity => [blocksOf(entity, 'nets'), blocksOf(entity, 'notNets')])
			.flatMap(blocks => (Array.isArray(blocks) ? blocks.flatMap(familiesOf) : [])),
	]);
	return meant.size > 1 ? 'both' : [...meant][0];
}

function isAny({peers, within, except = []}: CalicoEnd): boolean {
	return peers === undefined && within === undefined && except.length === 0;
}

function doubtOf(rule: JsonObject, source: JsonObject): string | undefined {
	const unknown = Object.keys(rule).find(key => !fields.has(key));
	if (unknown !== undefined) {
		return `the field ${unknown}`;
	}

	if (list(source, 'ports').length > 0 || list(source, 'notPorts').length > 0) {
		return 'source ports';
	}

	return rule['http'] === undefined || rule['http'] === null ? undefined : 'http, which needs application layer policy';
}

const byNumber: Readonly<Record<string, TransportProtocol | undefined>> = {'6': 'tcp', '17': 'udp', '132': 'sctp'};

/** Which of the protocols that we look at a name or number is: none of them for ICMP and the like. */
function protocolOf(value: Json): readonly TransportProtocol[] {
	const name = String(value).toLowerCase();
	const found = transportProtocols.find(known => known === name) ?? byNumber[name];
	return found === undefined ? [] : [found];
}

/** The destination ports, or what is wrong with them. */
function portsOf(rule: JsonObject, destination: JsonObject): PortsTerm | string {
	const {protocol = null, notProtocol = null, icmp = null} = rule;
	const protocols = (protocol === null ? transportProtocols : protocolOf(protocol)).filter(
		known => notProtocol === null || !protocolOf(notProtocol).includes(known),
	);
	if (icmp !== null || protocols.length === 0) {
		return {ports: []};
	}

	const ports = entriesOf(list(destination, 'ports'), protocols);
	const exceptPorts = entriesOf(list(destination, 'notPorts'), protocols);
	if (typeof ports === 'string' || typeof exceptPorts === 'string') {
		return typeof ports === 'string' ? ports : String(exceptPorts);
	}

	if (protocol === null && ports.length + exceptPorts.length > 0) {
		return 'ports without a protocol, which the API refuses';
	}

	const every = protocols.length === transportProtocols.length;
	return {
		ports: ports.length > 0 ? ports : every ? undefined : protocols.map(known => ({protocol: known, port: anyPort})),
		exceptPorts,
	};
}

function entriesOf(entries: readonly Json[], protocols: readonly TransportProtocol[]): readonly PolicyPort[] | string {
	const decoded = entries.map(portOf);
	const bad = entries.find((_, index) => decoded[index] === undefined);
	return bad === undefined
		? protocols.flatMap(protocol => decoded.flatMap(port => (port === undefined ? [] : [{protocol, port}])))
		: `the port ${JSON.stringify(bad)}`;
}

/** A number, `first:last`, or a name (docs.tigera.io, Ports). */
function portOf(entry: Json): PolicyPort['port'] | undefined {
	const said = String(entry);
	const [, first, last = first] = /^(\d+)(?::(\d+))?$/.exec(said) ?? [];
	if (first !== undefined) {
		const [low, high] = [Number(first), Number(last)];
		return low <= high && high <= 65_535 ? (low === high ? portSet(low) : [[low, high]]) : undefined;
	}

	return typeof entry === 'string' && /^[a-z\d-]{1,63}$/i.test(entry) ? {name: entry} : undefined;
}
