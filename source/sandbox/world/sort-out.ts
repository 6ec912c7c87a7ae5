import {UserError} from '../../errors.js';
import {parseId} from '../arm-id.js';
import {isObject, type Json, type JsonObject, objectsAt, textAt} from '../json.js';
import {kindOf} from '../kubernetes/kinds.js';
import {assertOwner, callRows, isCall, securityAnswer} from './call-answers.js';
import {formOf, listForms} from './forms/forms.js';
import {idOfAnyForm} from './forms/powershell-form.js';
import {subnetUsages} from './forms/subnet-usages.js';
import {isSummary} from './forms/summary-form.js';
import {whatItLooksLike} from './forms/what-it-looks-like.js';
import {assertTextLabels} from './text-labels.js';

/** One thing found in a file, told apart by its shape: file names carry no meaning. */
export type Item = {
	readonly where: string;
} /** In the shape of the REST API, whatever form it came in; `form` says which. */ & (
	| {readonly kind: 'arm'; readonly value: JsonObject; readonly form: string}
	/** Named without what it says: it is there, and was not read. */
	| {readonly kind: 'summary'; readonly id: string}
	| {readonly kind: 'kubernetes'; readonly value: JsonObject}
	| {readonly kind: 'usages'; readonly value: JsonObject}
	| {readonly kind: 'service-tags'; readonly value: JsonObject}
	| {readonly kind: 'access'; readonly denied: readonly string[]}
	/** Neither Azure's nor a cluster's: values of a chart, a pipeline, a kustomization. */
	| {readonly kind: 'foreign'; readonly what: string}
);

/**
 * What a network answers about itself: its usages, and with the operation's name the admin rules in force on it. What else
 * stands in no resource is told in the same form ({@link file://./call-answers.ts}).
 */
const aboutNetwork = /\/virtualNetworks\/[^/]+(?:\/|\/listNetworkManagerEffectiveSecurityAdminRules)?$/i;

/** A value and where it stands, for messages. */
export type LocatedValue = {readonly where: string; readonly value: Json};

/** A list of answers, each with a list of its own: deeper than that nobody writes a file. */
const deepestList = 8;

export function sortOut({where, value}: LocatedValue, depth = 0): readonly Item[] {
	if (Array.isArray(value)) {
		const usages = subnetUsages(value);
		if (usages !== undefined) {
			return [{kind: 'usages', where, value: usages}];
		}

		const security = securityAnswer(where, value);
		if (security !== undefined) {
			return [{kind: 'usages', where, value: security}];
		}

		assertOwner(where, value);
		return depth > deepestList
			? [foreign(where, value)]
			: value.flatMap((item, index) => sortOut({where: `${where}[${index}]`, value: item}, depth + 1));
	}

	if (!isObject(value)) {
		return [foreign(where, value)];
	}

	return isKubernetes(value) ? kubernetesItems(where, value) : armItems(where, value, depth);
}

function isKubernetes(value: JsonObject): boolean {
	// The portal shows the version of the API beside a cluster, which has a kind, too.
	return Object.hasOwn(value, 'apiVersion') && Object.hasOwn(value, 'kind') && idOfAnyForm(value) === '';
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

	const isNamed = textAt(value, 'metadata', 'name') !== '' || textAt(value, 'metadata', 'generateName') !== '';
	if (textAt(value, 'apiVersion') !== '' && kind !== '' && !isNamed && kindOf(value) === undefined) {
		// A kubeconfig or a Kustomization has a kind, too, and no name.
		return [foreign(where, value)];
	}

	if (textAt(value, 'apiVersion') === '' || kind === '' || !isNamed) {
		throw new UserError('usage', `${where}: a Kubernetes object needs apiVersion, kind and metadata.name.`, {
			next: ['Write it with `kubectl get … -o yaml`.'],
		});
	}

	assertTextLabels(where, value);
	return [{kind: 'kubernetes', where, value}];
}

function armItems(where: string, value: JsonObject, depth: number): readonly Item[] {
	const security = securityAnswer(where, [value]);
	if (security !== undefined) {
		return [{kind: 'usages', where, value: security}];
	}

	if (Object.hasOwn(value, 'aksess:denied')) {
		return [{kind: 'access', where, denied: deniedIn(where, value)}];
	}

	if (isServiceTags(value['values'])) {
		return [{kind: 'service-tags', where, value}];
	}

	if (Array.isArray(value['value']) && !Object.hasOwn(value, 'id')) {
		return sortOut({where: `${where} value`, value: value['value']}, depth + 1);
	}

	const keys = Object.keys(value);
	if (keys.length > 0 && keys.every(key => aboutNetwork.test(key) || isCall(key))) {
		const told = keys.filter(isCall).map(key => [key, callRows(where, key, value[key])] as const);
		return [{kind: 'usages', where, value: {...value, ...Object.fromEntries(told)}}];
	}

	const rows = idOfAnyForm(value) === '' ? listForms.map(form => form.unwrap(value)).find(Boolean) : undefined;
	if (rows !== undefined) {
		return sortOut({where: `${where} data`, value: rows}, depth + 1);
	}

	return idOfAnyForm(value) === '' ? [foreign(where, value)] : [resourceItem(where, value)];
}

function resourceItem(where: string, value: JsonObject): Item {
	if (isSummary(value)) {
		return {kind: 'summary', where, id: idOfAnyForm(value)};
	}

	const form = formOf(value);
	const resource = form.toRest(value, where);
	const type = textAt(resource, 'type') || (parseId(textAt(resource, 'id'))?.type ?? '');
	return {kind: 'arm', where, value: {...resource, type}, form: form.title};
}

/** A list of tags; a chart's `values:` holds other things. */
function isServiceTags(values: Json | undefined): boolean {
	return Array.isArray(values) && values.every((tag: Json) => isObject(tag) || tag === null);
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

function foreign(where: string, value: Json): Item {
	return {kind: 'foreign', where, what: whatItLooksLike(value)};
}
