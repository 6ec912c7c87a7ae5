import {addresses, parseCidr, toCidrs} from '../../network/address-set.js';
import {overlaps} from '../../network/interval-set.js';
import {formatPorts, type PortSet} from '../../network/port-set.js';
import {decodePolicyPort} from '../../topology/decode/kubernetes/decode-policy-port.js';
import {objects, text, texts} from '../../topology/json.js';
import type {JsonObject, KubeObject} from '../../topology/world.js';
import type {DrawnNeed, DrawnTo} from './drawn-profile.js';
import {isOutside, namespaceOf, placeOf} from './hint-places.js';

/** What a policy lets out by address: somebody has asked for it before. Whole networks of the world say nothing. */
export function networkPolicyHints(policy: KubeObject): readonly DrawnNeed[] {
	return objects(policy, 'spec', 'egress').flatMap(rule => {
		const blocks = objects(rule, 'to').flatMap(peer => text(peer, 'ipBlock', 'cidr') ?? []);
		return needsOf(policy, 'NetworkPolicy', blockTargets(blocks), objects(rule, 'ports'));
	});
}

/** The same of Cilium, by name or address (docs.cilium.io, Layer 3 Examples). Plain names and `*.domain` only. */
export function ciliumPolicyHints(policy: KubeObject): readonly DrawnNeed[] {
	return [...objects(policy, 'spec', 'egress'), ...objects(policy, 'specs').flatMap(spec => objects(spec, 'egress'))]
		.filter(rule => !('toEndpoints' in rule))
		.flatMap(rule => {
			const names = objects(rule, 'toFQDNs')
				.flatMap(entry => text(entry, 'matchName') ?? text(entry, 'matchPattern') ?? [])
				.map(name => name.toLowerCase().replace(/\.$/, ''))
				.filter(name => isOutside(name.replace(/^\*\./, '')))
				.map((name): DrawnTo => ({kind: 'name', name}));
			const blocks = [
				...texts(rule, 'toCIDR'),
				...objects(rule, 'toCIDRSet').flatMap(entry => text(entry, 'cidr') ?? []),
			];
			const ports = objects(rule, 'toPorts').flatMap(entry => objects(entry, 'ports'));
			return needsOf(policy, 'CiliumNetworkPolicy', [...names, ...blockTargets(blocks)], ports.map(asPolicyPort));
		});
}

/** Addresses of the internet, in networks of a provider's size or smaller. */
function blockTargets(blocks: readonly string[]): readonly DrawnTo[] {
	const outside = blocks.flatMap(block => {
		const set = parseCidr(block);
		const length = Number(block.split('/')[1] ?? 32);
		return set.ok && !block.includes(':') && length >= widest && !overlaps(set.value, privateSpace)
			? toCidrs(set.value)
			: [];
	});
	return outside.length === 0 ? [] : [{kind: 'addresses', addresses: outside}];
}

/** Half the internet is no hint at anything. */
const widest = 12;

const privateSpace = addresses('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16');

/** Cilium writes numbers as texts, and `ANY` for TCP and UDP: a profile asks for TCP then. */
function asPolicyPort({port, endPort, protocol}: JsonObject): JsonObject {
	const number = typeof port === 'string' && /^\d{1,5}$/.test(port) ? Number(port) : port;
	return {
		...(number === undefined || number === 0 ? {} : {port: number}),
		...(endPort === undefined ? {} : {endPort}),
		...(protocol === 'ANY' || protocol === undefined ? {} : {protocol}),
	};
}

function needsOf(
	policy: KubeObject,
	kind: string,
	targets: readonly DrawnTo[],
	entries: readonly JsonObject[],
): readonly DrawnNeed[] {
	const asked = entries.flatMap(entry => {
		const port = decodePolicyPort(entry);
		return port.ok && port.value.protocol !== 'sctp' && !('name' in port.value.port) ? [port.value] : [];
	});
	// A policy without ports allows all of them, which is no hint at which are used.
	return targets.flatMap(to =>
		(['tcp', 'udp'] as const).flatMap((protocol): readonly DrawnNeed[] => {
			const ports = asked
				.filter(entry => entry.protocol === protocol)
				.flatMap(entry => ('name' in entry.port ? [] : entry.port));
			return ports.length === 0 && (protocol === 'udp' || entries.length > 0)
				? []
				: [
						{
							from: {kind: 'pods', namespace: namespaceOf(policy), workload: undefined},
							to,
							protocol,
							ports: spellPorts(ports),
							evidence: `${kind} ${placeOf(policy)} lets it out`,
						},
					];
		}),
	);
}

function spellPorts(ports: PortSet): string {
	return ports.length === 0 || ports.some(([first, last]) => last - first > 1000) ? '443' : formatPorts(ports);
}
