import type {AddressSet} from '../../network/address-set.js';
import {unionOf} from '../../network/interval-set.js';
import {allOf, type LabelExpression} from '../../network/label-expression.js';
import {type Labels, selects} from '../../network/label-selector.js';
import {anyPort} from '../../network/port-set.js';
import {decodeLabelSelector} from '../../topology/decode/kubernetes/decode-label-selector.js';
import {decodeCidr} from '../../topology/decode/kubernetes/decode-policy-peer.js';
import {decodeKubeProtocol} from '../../topology/decode/kubernetes/decode-policy-port.js';
import {count, field, isObject, list, object, objects, text, texts} from '../../topology/json.js';
import type {Node, PolicyPort} from '../../topology/kubernetes.js';
import type {Json, JsonObject, KubeObject} from '../../topology/world.js';
import {transportProtocols} from '../connection-set.js';
import type {PeerTerm, PodsTerm, PolicyDirection, RuleTerm} from '../policy-terms.js';

type RuleContext = {
	readonly nodes: readonly Node[];
	/** The labels of the subject's namespace, as far as peers are named by them. */
	readonly labels: Labels;
};

const actions: Readonly<Record<string, RuleTerm['action'] | undefined>> = {
	Allow: 'allow',
	Accept: 'allow',
	Deny: 'deny',
	Pass: 'pass',
};

/** The rules of one direction in their order, which is that of `spec`. */
export function clusterRules(
	policy: KubeObject,
	direction: PolicyDirection,
	order: number,
	context: RuleContext,
): readonly RuleTerm[] {
	return objects(policy, 'spec', direction).flatMap((rule, index) => {
		const action = actions[text(rule, 'action') ?? ''];
		const isKnown = action !== undefined && takes(policy.kind, text(rule, 'action') ?? '');
		const peers = objects(rule, direction === 'ingress' ? 'from' : 'to').map(peer => peerOf(peer, direction, context));
		const ports = [...objects(rule, 'ports'), ...objects(rule, 'protocols')].map(portsOf);
		const name = text(rule, 'name');
		const problem = unknownField(rule, direction) ?? [...peers, ...ports].find(part => typeof part === 'string');
		const term: RuleTerm = {
			rule: `${direction}[${index}]${name === undefined ? '' : ` (${name})`}`,
			action: action ?? 'deny',
			order,
			peers: peers.flatMap(peer => (typeof peer === 'string' ? [] : peer)),
			ports: ports.length === 0 ? undefined : ports.flatMap(port => (typeof port === 'string' ? [] : port)),
			dnsPatterns: undefined,
			doubt: problem,
		};
		return isKnown && problem === undefined
			? [term]
			: unsure(term, isKnown ? undefined : (field(rule, 'action') ?? null));
	});
}

/** Which actions a kind takes; a baseline has nothing behind it to pass to. */
function takes(kind: string, action: string): boolean {
	switch (kind) {
		case 'ClusterNetworkPolicy': {
			return action !== 'Allow';
		}

		case 'BaselineAdminNetworkPolicy': {
			return action === 'Allow' || action === 'Deny';
		}

		default: {
			return action !== 'Accept';
		}
	}
}

/** What is not understood may mean any peer and port; an action that is not known, any action. */
function unsure(term: RuleTerm, action: Json | undefined): readonly RuleTerm[] {
	const open = {...term, peers: undefined, ports: undefined};
	return term.doubt !== undefined && action === undefined
		? [open]
		: (['allow', 'deny', 'pass'] as const).map(any => ({
				...open,
				action: any,
				doubt: term.doubt ?? `the action ${JSON.stringify(action)}, which is not known here`,
			}));
}

function unknownField(rule: JsonObject, direction: PolicyDirection): string | undefined {
	const known = ['name', 'action', direction === 'ingress' ? 'from' : 'to', 'ports', 'protocols'];
	const unknown = Object.keys(rule).find(key => !known.includes(key));
	return unknown === undefined ? undefined : `the field ${unknown}`;
}

/** A subject or a peer by `namespaces` or `pods`; text tells what is not understood. */
export function podsOf(value: Json | undefined, labels: Labels | undefined): PodsTerm | string {
	const [key, ...others] = isObject(value) ? Object.keys(value) : [];
	if (key === undefined || others.length > 0 || (key !== 'namespaces' && key !== 'pods')) {
		return 'it names neither namespaces nor pods, or both';
	}

	const inner = object(value, key) ?? {};
	const pods = decodeLabelSelector(key === 'pods' ? field(inner, 'podSelector') : undefined);
	const namespaces = namespacesOf(
		key === 'pods' && isObject(inner['namespaces']) ? inner['namespaces'] : inner,
		labels,
	);
	return !pods.ok ? pods.problem : typeof namespaces === 'string' ? namespaces : {...namespaces, pods: pods.value};
}

/** The selector itself (v1alpha2, and v1alpha1 since 0.1.2), or an object that holds one (before). */
function namespacesOf(value: JsonObject, labels: Labels | undefined): Omit<PodsTerm, 'pods'> | string {
	const shared = value['sameLabels'] !== undefined ? 'sameLabels' : 'notSameLabels';
	if (value[shared] !== undefined) {
		return labels === undefined
			? `the field ${shared}`
			: sharing(texts(value, shared), shared === 'sameLabels', labels);
	}

	const {namespaceSelector, podSelector: _, ...plain} = value;
	const selector = decodeLabelSelector(namespaceSelector ?? plain);
	return selector.ok ? {namespaces: selector.value} : selector.problem;
}

/**
 * Namespaces that have all of the labels, with the same values as the subject's, or not with all the same. Without
 * labels none (network-policy-api v0.1.1, NamespacedPeer).
 */
function sharing(keys: readonly string[], same: boolean, labels: Labels): Omit<PodsTerm, 'pods'> {
	const test = (key: string, value: string | undefined): LabelExpression => ({
		kind: 'test',
		owner: 'namespace',
		test: value === undefined ? {key, operator: 'Exists', values: []} : {key, operator: 'In', values: [value]},
	});
	const known = keys.every(key => labels[key] !== undefined);
	const equal: LabelExpression =
		known && keys.length > 0 ? allOf(keys.map(key => test(key, labels[key]))) : {kind: 'or', parts: []};
	return {
		namespaces: keys.map(key => ({key, operator: 'Exists', values: []})),
		where: same || keys.length === 0 ? equal : {kind: 'not', part: equal},
	};
}

function peerOf(
	peer: JsonObject,
	direction: PolicyDirection,
	{nodes, labels}: RuleContext,
): readonly PeerTerm[] | string {
	const [key, ...others] = Object.keys(peer);
	if (direction === 'egress' && others.length === 0) {
		switch (key) {
			case 'networks': {
				return blocks(list(peer, 'networks'));
			}

			case 'nodes': {
				const selector = decodeLabelSelector(peer['nodes']);
				return selector.ok
					? addressesPeer(
							unionOf(nodes.filter(node => selects(selector.value, node.labels)).map(node => node.addresses)),
						)
					: selector.problem;
			}

			case 'domainNames': {
				// Its `*.` stands for one label or more.
				const patterns = texts(peer, 'domainNames').map(name => name.replace(/^\*\./, '**.'));
				return [{kind: 'names', patterns}];
			}

			default: {
				break;
			}
		}
	}

	const pods = podsOf(peer, labels);
	return typeof pods === 'string' ? pods : [{kind: 'pods', ...pods}];
}

function addressesPeer(addresses: AddressSet): readonly PeerTerm[] {
	return [{kind: 'addresses', addresses}];
}

function blocks(networks: readonly Json[]): readonly PeerTerm[] | string {
	const decoded = networks.map(decodeCidr);
	const bad = decoded.find(block => !block.ok);
	if (bad?.ok === false) {
		return bad.problem;
	}

	return addressesPeer(unionOf(decoded.flatMap(block => (block.ok ? [block.value] : []))));
}

/** An entry of `ports` (v1alpha1) or `protocols` (v1alpha2). */
function portsOf(entry: JsonObject): readonly PolicyPort[] | string {
	const [key = ''] = Object.keys(entry);
	const inner = object(entry, key) ?? {};
	const problem = `the port ${JSON.stringify(entry)}`;
	switch (key) {
		// A name with every protocol that a container gives it.
		case 'namedPort':
		case 'destinationNamedPort': {
			const name = text(entry, key);
			return name === undefined ? problem : transportProtocols.map(protocol => ({protocol, port: {name}}));
		}

		case 'portNumber':
		case 'portRange': {
			const protocol = decodeKubeProtocol(inner['protocol']);
			const port = range(count(inner, 'port') ?? count(inner, 'start'), count(inner, 'port') ?? count(inner, 'end'));
			return protocol === undefined || port === undefined ? problem : [{protocol, port}];
		}

		case 'tcp':
		case 'udp':
		case 'sctp': {
			const wanted = object(inner, 'destinationPort');
			const number = count(wanted, 'number');
			const port =
				wanted === undefined
					? anyPort
					: range(number ?? count(wanted, 'range', 'start'), number ?? count(wanted, 'range', 'end'));
			return port === undefined ? problem : [{protocol: key, port}];
		}

		default: {
			return problem;
		}
	}
}

function range(first: number | undefined, last: number | undefined) {
	return first !== undefined && last !== undefined && first >= 1 && first <= last && last <= 65_535
		? ([[first, last]] as const)
		: undefined;
}
