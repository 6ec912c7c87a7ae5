import {UserError} from '../../errors.js';
import {parseId} from '../arm-id.js';
import {isObject, type Json, type JsonObject, objectsAt, textAt} from '../json.js';
import {assertRestShape} from './flattened.js';
import type {Parsed} from './parse-file.js';

/** One thing found in a file, told apart by its shape: file names carry no meaning. */
export type Item = {readonly where: string} & (
	| {readonly kind: 'arm'; readonly value: JsonObject}
	| {readonly kind: 'kubernetes'; readonly value: JsonObject}
	| {readonly kind: 'usages'; readonly value: JsonObject}
	| {readonly kind: 'service-tags'; readonly value: JsonObject}
	| {readonly kind: 'access'; readonly denied: readonly string[]}
);

/** What a network answers about itself: its usages, and with the operation's name the admin rules in force on it. */
const aboutNetwork = /\/virtualNetworks\/[^/]+(?:\/|\/listNetworkManagerEffectiveSecurityAdminRules)?$/i;

/** A list of answers, each with a list of its own: deeper than that nobody writes a file. */
const deepestList = 8;

export function sortOut({where, value}: Parsed, depth = 0): readonly Item[] {
	if (Array.isArray(value)) {
		if (depth > deepestList) {
			throw unknownShape(where);
		}

		return value.flatMap((item, index) => sortOut({where: `${where}[${index}]`, value: item}, depth + 1));
	}

	if (!isObject(value)) {
		throw unknownShape(where);
	}

	return isKubernetes(value) ? kubernetesItems(where, value) : armItems(where, value, depth);
}

function isKubernetes(value: JsonObject): boolean {
	return Object.hasOwn(value, 'apiVersion') && Object.hasOwn(value, 'kind');
}

function kubernetesItems(where: string, value: JsonObject): readonly Item[] {
	const kind = textAt(value, 'kind');
	if (kind.endsWith('List') && Array.isArray(value['items'])) {
		return objectsAt(value, 'items').flatMap((item, index) =>
			kubernetesItems(`${where} items[${index}]`, {
				// A typed list leaves out what its items have in common.
				apiVersion: textAt(value, 'apiVersion'),
				kind: kind === 'List' ? '' : kind.slice(0, -'List'.length),
				...item,
			}),
		);
	}

	if (textAt(value, 'apiVersion') === '' || kind === '' || textAt(value, 'metadata', 'name') === '') {
		throw new UserError('usage', `${where}: a Kubernetes object needs apiVersion, kind and metadata.name.`, {
			next: ['Write it with `kubectl get … -o yaml`.'],
		});
	}

	return [{kind: 'kubernetes', where, value}];
}

function armItems(where: string, value: JsonObject, depth: number): readonly Item[] {
	if (Object.hasOwn(value, 'aksess:denied')) {
		return [{kind: 'access', where, denied: deniedIn(where, value)}];
	}

	if (Array.isArray(value['values'])) {
		return [{kind: 'service-tags', where, value}];
	}

	if (Array.isArray(value['value']) && !Object.hasOwn(value, 'id')) {
		return sortOut({where: `${where} value`, value: value['value']}, depth + 1);
	}

	const keys = Object.keys(value);
	if (keys.length > 0 && keys.every(key => aboutNetwork.test(key))) {
		return [{kind: 'usages', where, value}];
	}

	const id = textAt(value, 'id');
	if (!/^\/subscriptions\/[^/]+/i.test(id)) {
		throw unknownShape(where);
	}

	assertRestShape(where, value);
	return [{kind: 'arm', where, value: {...value, type: textAt(value, 'type') || (parseId(id)?.type ?? '')}}];
}

function deniedIn(where: string, value: JsonObject): readonly string[] {
	const denied: Json | undefined = value['aksess:denied'];
	if (!Array.isArray(denied) || !denied.every(entry => typeof entry === 'string')) {
		throw new UserError('usage', `${where}: "aksess:denied" must be a list of resource ids and types.`, {
			next: ['For example: {"aksess:denied": ["Microsoft.Network/routeTables"]}.'],
		});
	}

	return denied;
}

function unknownShape(where: string): UserError {
	return new UserError('usage', `${where} holds neither an ARM resource nor a Kubernetes object.`, {
		next: [
			'A world has ARM resources as the REST API returns them (with an id that begins with /subscriptions/), Kubernetes objects (apiVersion, kind, metadata), usages, service tags, and access.json.',
		],
	});
}
