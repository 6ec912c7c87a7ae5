import {looksLikeIpv6, parseNetwork} from '../address.js';
import {isObject, type Json, type JsonObject, listAt, objectAt, objectsAt, textAt, textsAt} from '../json.js';
import type {Cause} from './status.js';

/** The API server's own checks of a NetworkPolicy, in its words. */
export function networkPolicyCauses(object: JsonObject): readonly Cause[] {
	const spec = objectAt(object, 'spec');
	return [
		...selectorCauses(spec['podSelector'], 'spec.podSelector'),
		...listAt(spec, 'policyTypes').flatMap((type, index) =>
			type === 'Ingress' || type === 'Egress'
				? []
				: [unsupported(`spec.policyTypes[${index}]`, type, ['Egress', 'Ingress'])],
		),
		...objectsAt(spec, 'ingress').flatMap((rule, index) => ruleCauses(rule, 'from', `spec.ingress[${index}]`)),
		...objectsAt(spec, 'egress').flatMap((rule, index) => ruleCauses(rule, 'to', `spec.egress[${index}]`)),
	];
}

function ruleCauses(rule: JsonObject, peers: 'from' | 'to', path: string): readonly Cause[] {
	return [
		...objectsAt(rule, 'ports').flatMap((port, index) => portCauses(port, `${path}.ports[${index}]`)),
		...objectsAt(rule, peers).flatMap((peer, index) => peerCauses(peer, `${path}.${peers}[${index}]`)),
	];
}

function portCauses({protocol, port, endPort}: JsonObject, path: string): readonly Cause[] {
	const causes: Cause[] = [];
	if (protocol !== undefined && !['TCP', 'UDP', 'SCTP'].includes(String(protocol))) {
		causes.push(unsupported(`${path}.protocol`, protocol, ['SCTP', 'TCP', 'UDP']));
	}

	if (typeof port === 'number' && !isPort(port)) {
		causes.push(invalid(`${path}.port`, port, 'must be between 1 and 65535, inclusive'));
	} else if (typeof port === 'string' && !/^(?=.{1,15}$)(?=.*[a-z])[a-z\d]+(?:-[a-z\d]+)*$/.test(port)) {
		causes.push(invalid(`${path}.port`, port, 'must contain only alphanumeric characters (a-z, 0-9), and hyphens (-)'));
	}

	if (endPort !== undefined) {
		return [...causes, ...endPortCauses(port, endPort, `${path}.endPort`)];
	}

	return causes;
}

function endPortCauses(port: Json | undefined, endPort: Json, path: string): readonly Cause[] {
	if (port === undefined) {
		return [invalid(path, endPort, 'may not be specified when `port` is not specified')];
	}

	if (typeof port !== 'number') {
		return [invalid(path, endPort, 'may not be specified when `port` is non-numeric')];
	}

	if (typeof endPort !== 'number' || !isPort(endPort)) {
		return [invalid(path, endPort, 'must be between 1 and 65535, inclusive')];
	}

	return endPort < port ? [invalid(path, endPort, 'must be greater than or equal to `port`')] : [];
}

function peerCauses(peer: JsonObject, path: string): readonly Cause[] {
	const {podSelector, namespaceSelector, ipBlock} = peer;
	if (podSelector === undefined && namespaceSelector === undefined && ipBlock === undefined) {
		return [{reason: 'FieldValueRequired', field: path, message: 'Required value: must specify a peer'}];
	}

	if (ipBlock !== undefined && (podSelector !== undefined || namespaceSelector !== undefined)) {
		return [
			{reason: 'FieldValueForbidden', field: path, message: 'Forbidden: may not specify both ipBlock and another peer'},
		];
	}

	return [
		...selectorCauses(podSelector, `${path}.podSelector`),
		...selectorCauses(namespaceSelector, `${path}.namespaceSelector`),
		...(isObject(ipBlock) ? blockCauses(ipBlock, `${path}.ipBlock`) : []),
	];
}

function blockCauses(block: JsonObject, path: string): readonly Cause[] {
	const cidr = textAt(block, 'cidr');
	if (cidr === '') {
		return [{reason: 'FieldValueRequired', field: `${path}.cidr`, message: 'Required value: '}];
	}

	const outer = cidrOf(cidr);
	if (outer === undefined) {
		return [invalid(`${path}.cidr`, cidr, cidrAdvice)];
	}

	return textsAt(block, 'except').flatMap((text, index) => {
		const field = `${path}.except[${index}]`;
		const inner = cidrOf(text);
		if (inner === undefined) {
			return [invalid(field, text, cidrAdvice)];
		}

		const isSubset = outer === 'v6' || inner === 'v6' ? outer === inner : isStrictSubset(outer, inner);
		return isSubset ? [] : [invalid(field, text, 'must be a strict subset of `cidr`')];
	});
}

const cidrAdvice = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

function cidrOf(text: string) {
	if (looksLikeIpv6(text)) {
		return /^[\da-f:.]+\/\d{1,3}$/i.test(text) ? ('v6' as const) : undefined;
	}

	return text.includes('/') ? parseNetwork(text) : undefined;
}

function isStrictSubset(
	outer: {readonly base: number; readonly length: number},
	inner: {readonly base: number; readonly length: number},
): boolean {
	const size = 2 ** (32 - outer.length);
	return inner.length > outer.length && Math.floor(inner.base / size) === Math.floor(outer.base / size);
}

function selectorCauses(selector: Json | undefined, path: string): readonly Cause[] {
	return objectsAt(selector, 'matchExpressions').flatMap((expression, index) => {
		const field = `${path}.matchExpressions[${index}]`;
		const [operator, values] = [textAt(expression, 'operator'), listAt(expression, 'values')];
		if (['In', 'NotIn'].includes(operator)) {
			return values.length > 0
				? []
				: [
						{
							reason: 'FieldValueRequired',
							field: `${field}.values`,
							message: "Required value: must be specified when `operator` is 'In' or 'NotIn'",
						},
					];
		}

		if (['Exists', 'DoesNotExist'].includes(operator)) {
			return values.length === 0
				? []
				: [
						{
							reason: 'FieldValueForbidden',
							field: `${field}.values`,
							message: "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
						},
					];
		}

		return [invalid(`${field}.operator`, operator, 'not a valid selector operator')];
	});
}

function isPort(port: number): boolean {
	return Number.isInteger(port) && port >= 1 && port <= 65_535;
}

function invalid(field: string, value: Json, why: string): Cause {
	return {reason: 'FieldValueInvalid', field, message: `Invalid value: ${JSON.stringify(value)}: ${why}`};
}

function unsupported(field: string, value: Json, supported: readonly string[]): Cause {
	const list = supported.map(text => `"${text}"`).join(', ');
	return {
		reason: 'FieldValueNotSupported',
		field,
		message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`,
	};
}
