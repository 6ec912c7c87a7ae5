import {isObject, type Json, type JsonObject, listAt} from '../../json.js';
import {unreadValue, whyUnread} from '../unread-value.js';

/**
 * `kubernetes_network_policy` and `kubernetes_network_policy_v1` as the object that they make: blocks are lists, one of
 * which is meant where the API has an object (registry.terraform.io/providers/hashicorp/kubernetes).
 */
export function networkPolicyObject(values: JsonObject): JsonObject {
	const metadata = blockAt(values, 'metadata') ?? {};
	const spec = blockAt(values, 'spec') ?? {};
	const why = whyUnread(JSON.stringify([values['metadata'], values['spec']]));
	return {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: told({
			name: metadata['name'],
			namespace: metadata['namespace'] ?? 'default',
			labels: metadata['labels'],
			annotations: metadata['annotations'],
		}),
		spec: why === undefined ? specOf(spec) : unreadValue(why),
	};
}

function specOf(spec: JsonObject): JsonObject {
	return told({
		podSelector: selector(blockAt(spec, 'pod_selector')) ?? {},
		policyTypes: spec['policy_types'],
		ingress: rules(spec, 'ingress', 'from'),
		egress: rules(spec, 'egress', 'to'),
	});
}

/** No block at all is no rule; an empty block allows everything. */
function rules(spec: JsonObject, direction: 'ingress' | 'egress', peers: 'from' | 'to'): Json | undefined {
	const blocks = listAt(spec, direction);
	return blocks.length === 0
		? undefined
		: blocks.map(block => {
				const rule = isObject(block) ? block : {};
				const [ports, others] = [listAt(rule, 'ports'), listAt(rule, peers)];
				return told({
					ports: ports.length === 0 ? undefined : ports.map(port => portOf(isObject(port) ? port : {})),
					[peers]: others.length === 0 ? undefined : others.map(peer => peerOf(isObject(peer) ? peer : {})),
				});
			});
}

function portOf(port: JsonObject): JsonObject {
	const number = port['port'];
	return told({
		protocol: port['protocol'],
		// A number is told as text; a name, and what is not told, stay so.
		port: typeof number === 'string' && /^\d+$/.test(number) ? Number(number) : number === '' ? undefined : number,
		endPort: port['end_port'],
	});
}

function peerOf(peer: JsonObject): JsonObject {
	const block = blockAt(peer, 'ip_block');
	return told({
		ipBlock: block === undefined ? undefined : told({cidr: block['cidr'], except: notEmpty(block['except'])}),
		namespaceSelector: selector(blockAt(peer, 'namespace_selector')),
		podSelector: selector(blockAt(peer, 'pod_selector')),
	});
}

function selector(block: JsonObject | undefined): JsonObject | undefined {
	const expressions = listAt(block, 'match_expressions').filter(isObject);
	return block === undefined
		? undefined
		: told({
				matchLabels: block['match_labels'],
				matchExpressions:
					expressions.length === 0
						? undefined
						: expressions.map(({key, operator, values}) => told({key, operator, values: notEmpty(values)})),
			});
}

/** The one block; an empty one has no fields and is there all the same. */
function blockAt(value: JsonObject, name: string): JsonObject | undefined {
	const [first] = listAt(value, name);
	return first === undefined ? undefined : isObject(first) ? first : {};
}

function notEmpty(value: Json | undefined): Json | undefined {
	return Array.isArray(value) && value.length === 0 ? undefined : value;
}

function told(value: {readonly [key: string]: Json | undefined}): JsonObject {
	return Object.fromEntries(
		Object.entries(value).filter(([, item]) => item !== undefined && item !== null && item !== 0),
	);
}
