import type {AddressSet} from '../../network/address-set.js';
import {unionOf} from '../../network/interval-set.js';
import {allOf, holds, type LabelExpression} from '../../network/label-expression.js';
import type {LabelRequirement, Labels} from '../../network/label-selector.js';
import type {Parsed} from '../../network/parsed.js';
import {decodeCidr} from '../../topology/decode/kubernetes/decode-policy-peer.js';
import {field, object, text, texts} from '../../topology/json.js';
import type {Json, JsonObject} from '../../topology/world.js';
import {calicoNameLabel} from '../pod-classes.js';
import type {EndTerm, PeerTerm, PodsTerm} from '../policy-terms.js';
import {type ServiceEnd, type ServiceEnds, serviceEnd} from '../service-end.js';
import {parseCalicoSelector, type SelectorScope} from './calico-selector.js';

/** Addresses that carry labels: network sets, global network sets, host endpoints. */
export type LabelledAddresses = {
	/** Undefined for what is in no namespace. */
	readonly namespace: string | undefined;
	readonly labels: Labels;
	readonly addresses: AddressSet;
};

export type CalicoContext = {
	readonly sets: readonly LabelledAddresses[];
	readonly namespaceLabels: (name: string) => Labels;
	readonly services: ServiceEnds;
};

/** One end of a rule, without its ports unless a service brings its own. */
export type CalicoEnd = EndTerm & Partial<Pick<ServiceEnd, 'service'>> & {readonly doubt: string | undefined};

const fields = new Set([
	'nets',
	'notNets',
	'selector',
	'notSelector',
	'namespaceSelector',
	'serviceAccounts',
	'services',
	'ports',
	'notPorts',
]);

/** An EntityRule: all that it says must hold of the end (docs.tigera.io, EntityRule). */
export function calicoEnd(entity: JsonObject, ownNamespace: string | undefined, context: CalicoContext): CalicoEnd {
	const unknown = Object.keys(entity).find(key => !fields.has(key));
	const service = object(entity, 'services');
	if (unknown !== undefined || (service !== undefined && isSelecting(entity))) {
		return {peers: undefined, doubt: unknown === undefined ? 'services beside selectors' : `the field ${unknown}`};
	}

	if (service !== undefined) {
		return serviceEnd(text(service, 'name') ?? '', text(service, 'namespace') ?? ownNamespace, context.services);
	}

	const selected = selectedBy(entity, ownNamespace);
	const left = textOf(entity, 'notSelector', 'endpoints');
	const nets = blocksOf(entity, 'nets');
	const notNets = blocksOf(entity, 'notNets');
	const problem = [selected, left, nets, notNets].find(part => typeof part === 'string');
	if (problem !== undefined || typeof selected === 'string' || typeof left === 'string') {
		return {peers: undefined, doubt: problem};
	}

	const except: readonly PeerTerm[] = [
		...(left === undefined ? [] : endpoints(left, context)),
		...(Array.isArray(notNets) ? [{kind: 'addresses', addresses: unionOf(notNets)} as const] : []),
	];
	return {
		peers: selected === undefined ? undefined : endpoints(selected, context),
		within: Array.isArray(nets) ? unionOf(nets) : undefined,
		except,
		doubt: undefined,
	};
}

function isSelecting(entity: JsonObject): boolean {
	return ['selector', 'notSelector', 'namespaceSelector', 'serviceAccounts', 'nets', 'notNets'].some(
		key => entity[key] !== undefined,
	);
}

/** Undefined: no selector at all, so any packet is meant. A text is what is wrong. */
function selectedBy(entity: JsonObject, ownNamespace: string | undefined): LabelExpression | undefined | string {
	const selector = textOf(entity, 'selector', 'endpoints');
	const namespaces = textOf(entity, 'namespaceSelector', 'namespaces');
	const accounts = accountsOf(object(entity, 'serviceAccounts'));
	const bad = [selector, namespaces, accounts].find(part => typeof part === 'string');
	if (typeof bad === 'string') {
		return bad;
	}

	// As soon as anything selects, a policy of a namespace means what is in it (docs.tigera.io, Selector scopes).
	const own = ownNamespace === undefined ? undefined : namespaceIs(ownNamespace);
	const selecting = [namespaces ?? own, selector, accounts].filter(part => typeof part === 'object');
	return selector === undefined && namespaces === undefined && accounts === undefined
		? text(entity, 'notSelector') === undefined
			? undefined
			: own
		: allOf(selecting);
}

function namespaceIs(name: string): LabelExpression {
	return {kind: 'test', owner: 'namespace', test: {key: calicoNameLabel, operator: 'In', values: [name]}};
}

function accountsOf(accounts: JsonObject | undefined): LabelExpression | undefined | string {
	if (accounts === undefined) {
		return undefined;
	}

	const selector = textOf(accounts, 'selector', 'accounts');
	const names = texts(accounts, 'names');
	const byName: LabelExpression = {
		kind: 'test',
		owner: 'account',
		test: {key: calicoNameLabel, operator: 'In', values: names},
	};
	const parts = [selector, names.length === 0 ? undefined : byName].filter(part => typeof part === 'object');
	return typeof selector === 'string' ? selector : parts.length === 0 ? undefined : allOf(parts);
}

/** The expression of a field; undefined where it is not given; a text where it cannot be read. */
export function textOf(
	value: Json | undefined,
	name: string,
	scope: SelectorScope,
): LabelExpression | undefined | string {
	const said = field(value, name);
	if (said === undefined || said === null || said === '') {
		return undefined;
	}

	const expression: Parsed<LabelExpression> =
		typeof said === 'string' ? parseCalicoSelector(said, scope) : {ok: false, problem: 'it is not a text'};
	return expression.ok ? expression.value : `${name}: ${expression.problem}`;
}

/** Pods by their labels, and what else carries labels by its addresses. */
function endpoints(expression: LabelExpression, {sets, namespaceLabels}: CalicoContext): readonly PeerTerm[] {
	const meant = sets.filter(({namespace, labels}) =>
		holds(expression, {
			pod: labels,
			namespace: namespace === undefined ? {} : {...namespaceLabels(namespace), [calicoNameLabel]: namespace},
			account: {},
		}),
	);
	return [
		{kind: 'pods', ...podsTerm(expression)},
		...(meant.length === 0
			? []
			: [{kind: 'addresses', addresses: unionOf(meant.map(({addresses}) => addresses))} as const]),
	];
}

/** What of it a selector can say becomes one. */
export function podsTerm(expression: LabelExpression): PodsTerm & {readonly namespaces: readonly LabelRequirement[]} {
	const pods: LabelRequirement[] = [];
	const namespaces: LabelRequirement[] = [];
	const rest: LabelExpression[] = [];
	for (const part of expression.kind === 'and' ? expression.parts : [expression]) {
		const requirement = part.kind === 'test' ? requirementOf(part.test) : undefined;
		if (part.kind === 'test' && requirement !== undefined && part.owner !== 'account') {
			(part.owner === 'pod' ? pods : namespaces).push(requirement);
		} else {
			rest.push(part);
		}
	}

	return rest.length === 0 ? {namespaces, pods} : {namespaces, pods, where: allOf(rest)};
}

function requirementOf({
	key,
	operator,
	values,
}: Extract<LabelExpression, {kind: 'test'}>['test']): LabelRequirement | undefined {
	return operator === 'Contains' || operator === 'StartsWith' || operator === 'EndsWith'
		? undefined
		: {key, operator, values};
}

/** A list of networks or addresses; undefined where it is not given, a text where one of them is none. */
export function blocksOf(value: Json | undefined, name: string): readonly AddressSet[] | undefined | string {
	const said = field(value, name);
	if (said === undefined || said === null) {
		return undefined;
	}

	const decoded = (Array.isArray(said) ? said : [said]).map((item: Json) =>
		typeof item === 'string' && !item.includes('/')
			? decodeCidr(`${item}/${item.includes(':') ? 128 : 32}`)
			: decodeCidr(item),
	);
	const bad = decoded.find(block => !block.ok);
	return bad?.ok === false ? `${name}: ${bad.problem}` : decoded.flatMap(block => (block.ok ? [block.value] : []));
}
