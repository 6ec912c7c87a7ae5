import {isObject, type Json, type JsonObject} from '../json.js';

/** A field is a value of any form, a structure of known fields, or a list of such structures. */
type Shape = 'any' | {readonly [field: string]: Shape} | readonly [Shape];

const labelSelector: Shape = {matchLabels: 'any', matchExpressions: [{key: 'any', operator: 'any', values: 'any'}]};
const ports: Shape = [{protocol: 'any', port: 'any', endPort: 'any'}];
const peers: Shape = [
	{podSelector: labelSelector, namespaceSelector: labelSelector, ipBlock: {cidr: 'any', except: 'any'}},
];

/** The kinds whose fields are known here; of others every field is taken. */
const shapes: Readonly<Record<string, Shape>> = {
	NetworkPolicy: {
		apiVersion: 'any',
		kind: 'any',
		metadata: 'any',
		status: 'any',
		spec: {
			podSelector: labelSelector,
			policyTypes: 'any',
			ingress: [{from: peers, ports}],
			egress: [{to: peers, ports}],
		},
	},
	Namespace: {apiVersion: 'any', kind: 'any', metadata: 'any', spec: {finalizers: 'any'}, status: 'any'},
};

/** Paths of fields that the kind does not have, as strict decoding names them. */
export function unknownFields(kind: string, object: JsonObject): readonly string[] {
	return find(shapes[kind] ?? 'any', object, '');
}

/** What the API server keeps when it does not refuse: the fields it knows. */
export function pruned(kind: string, object: JsonObject): JsonObject {
	const kept = prune(shapes[kind] ?? 'any', object);
	return isObject(kept) ? kept : object;
}

function find(shape: Shape, value: Json | undefined, path: string): readonly string[] {
	if (isListShape(shape)) {
		return Array.isArray(value) ? value.flatMap((item, index) => find(shape[0], item, `${path}[${index}]`)) : [];
	}

	if (shape === 'any' || !isObject(value)) {
		return [];
	}

	return Object.entries(value).flatMap(([key, entry]) => {
		const child = path === '' ? key : `${path}.${key}`;
		const known = shape[key];
		return known === undefined ? [child] : find(known, entry, child);
	});
}

function prune(shape: Shape, value: Json): Json {
	if (isListShape(shape)) {
		return Array.isArray(value) ? value.map(item => prune(shape[0], item)) : value;
	}

	if (shape === 'any' || !isObject(value)) {
		return value;
	}

	return Object.fromEntries(
		Object.entries(value).flatMap(([key, entry]) => {
			const known = shape[key];
			return known === undefined || entry === undefined ? [] : [[key, prune(known, entry)]];
		}),
	);
}

function isListShape(shape: Shape): shape is readonly [Shape] {
	return Array.isArray(shape);
}
