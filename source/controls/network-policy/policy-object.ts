import {
	type ConnectionSet,
	everyPort,
	isEveryConnection,
	transportProtocols,
} from '../../connectivity/connection-set.js';
import {type AddressSet, toCidrs} from '../../network/address-set.js';
import {equals, size} from '../../network/interval-set.js';
import type {LabelSelector} from '../../network/label-selector.js';
import type {Json, JsonObject, KubeObject} from '../../topology/world.js';

/** What a policy of ours opens, beside what it selects. */
export type PolicyBody = {
	readonly kind: 'NetworkPolicy' | 'CiliumNetworkPolicy';
	readonly namespace: string;
	readonly spec: JsonObject;
};

/**
 * The object with a name that depends on its content alone: the same policy wanted twice is one, and two that differ
 * never share a name. Names of objects may have 253 characters; they must be valid DNS names.
 */
export function policyObject(stem: string, {kind, namespace, spec}: PolicyBody): KubeObject {
	const clean = `aksess-${stem}`
		.toLowerCase()
		.replaceAll(/[^a-z\d-]+/g, '-')
		.slice(0, 200)
		.replace(/-+$/, '');
	return {
		apiVersion: kind === 'NetworkPolicy' ? 'networking.k8s.io/v1' : 'cilium.io/v2',
		kind,
		metadata: {
			name: `${clean}-${fingerprint(JSON.stringify([namespace, spec]))}`,
			namespace,
			labels: {'app.kubernetes.io/managed-by': 'aksess'},
		},
		spec,
	};
}

/** FNV-1a, 32 bits, in base 36: enough to tell a handful of policies apart. */
function fingerprint(text: string): string {
	let hash = 0x81_1c_9d_c5;
	for (let index = 0; index < text.length; index++) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93) >>> 0;
	}

	return hash.toString(36);
}

export function selectorJson(selector: LabelSelector): JsonObject {
	const plain = selector.filter(({operator, values}) => operator === 'In' && values.length === 1);
	const unique = plain.filter(({key}, index) => plain.findIndex(other => other.key === key) === index);
	const others = selector.filter(requirement => !unique.includes(requirement));
	return {
		...(unique.length > 0
			? {matchLabels: Object.fromEntries(unique.map(({key, values}) => [key, values[0] ?? '']))}
			: {}),
		...(others.length > 0
			? {
					matchExpressions: others.map(({key, operator, values}) => ({
						key,
						operator,
						...(values.length > 0 ? {values} : {}),
					})),
				}
			: {}),
	};
}

export function blocksJson(addresses: AddressSet): readonly Json[] {
	return toCidrs(addresses).map(cidr => ({ipBlock: {cidr}}));
}

/** `ports` of a rule; nothing where everything is meant. Numbers only: engines differ on named ports. */
export function portsJson(connections: ConnectionSet): JsonObject {
	if (isEveryConnection(connections)) {
		return {};
	}

	return {
		ports: transportProtocols.flatMap((protocol): readonly JsonObject[] => {
			const name = protocol.toUpperCase();
			const set = connections[protocol];
			if (equals(set, everyPort)) {
				return [{protocol: name}];
			}

			// endPort is younger than NetworkPolicy and some engines do not know it, so short ranges are spelled out.
			return size(set) <= 16
				? set.flatMap(([first, last]) =>
						Array.from({length: last - first + 1}, (_, index) => ({protocol: name, port: first + index})),
					)
				: set.map(([first, last]) =>
						first === last ? {protocol: name, port: first} : {protocol: name, port: first, endPort: last},
					);
		}),
	};
}

/** The same as Cilium writes it: `toPorts`, numbers as text. */
export function ciliumPortsJson(connections: ConnectionSet): JsonObject {
	const {ports} = portsJson(connections);
	return Array.isArray(ports)
		? {
				toPorts: [
					{
						ports: (ports as readonly JsonObject[]).map(({port, ...rest}) => ({
							...rest,
							port: String(typeof port === 'number' ? port : 0),
						})),
					},
				],
			}
		: {};
}
