import {isObject, type Json, type JsonObject} from '../json.js';
import {apiVersionOf, type Kind} from './kinds.js';

/** A field is a value of any form, a structure of known fields, or a list of such structures. */
type Shape = 'any' | {readonly [field: string]: Shape} | readonly [Shape];

const labelSelector: Shape = {matchLabels: 'any', matchExpressions: [{key: 'any', operator: 'any', values: 'any'}]};
const ports: Shape = [{protocol: 'any', port: 'any', endPort: 'any'}];
const peers: Shape = [
	{podSelector: labelSelector, namespaceSelector: labelSelector, ipBlock: {cidr: 'any', except: 'any'}},
];

/** The kinds whose fields are known here; of others, Calico's NetworkPolicy among them, every field is taken. */
const shapes: Readonly<Record<string, Shape>> = {
	'networking.k8s.io/v1 NetworkPolicy': {
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
	'v1 Namespace': {apiVersion: 'any', kind: 'any', metadata: 'any', spec: {finalizers: 'any'}, status: 'any'},
};

function shapeOf(kind: Kind): Shape {
	return shapes[`${apiVersionOf(kind)} ${kind.kind}`] ?? 'any';
}

/** Paths of fields that the kind does not have, as strict decoding names them. */
export function unknownFields(kind: Kind, object: JsonObject): readonly string[] {
	return find(shapeOf(kind), object, '');
}

/** What the API server keeps when it does not refuse: the fields it knows. */
export function pruned(kind: Kind, object: JsonObject): JsonObject {
	const kept = prune(shapeOf(kind), object);
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
