import {parentId, parseId} from '../../arm-id.js';
import {isObject, type Json, type JsonObject, textAt} from '../../json.js';
import {someSubscription} from '../place-edits.js';
import {isUnreadValue} from '../unread-value.js';
import {moduleOf, withoutIndex} from './address.js';
import {azapiId} from './azapi-id.js';
import type {Configuration} from './configuration.js';
import {mappingOf} from './families/families.js';
import type {Mapping} from './families/mapping.js';
import type {Resolve, Resolved} from './mark-values.js';
import {isWanted} from './wanted-type.js';

/** Gives resources of a plan the ids that Azure will give them, and finds the one that an expression refers to. */
export type ResourceIds = {
	/** Undefined where a name in it is not known. */
	readonly idOf: (mapping: Mapping, values: JsonObject) => string | undefined;
	readonly resolverFor: (resource: JsonObject) => Resolve;
	/** The configuration is there, and sets this attribute of the resource. */
	readonly isSet: (resource: JsonObject, attribute: string) => boolean;
	/** Whether the plan has resources of a type of their own inside of that one, by its id. */
	readonly hasInside: (id: string, type: string) => boolean;
};

/** References through modules and variables lead on and on; a circle is no plan. */
const deepestReference = 20;

export function resourceIds(resources: readonly JsonObject[], configuration: Configuration): ResourceIds {
	const subscription = configuration.subscription ?? onlySubscription(resources) ?? someSubscription;
	// One that is changed is in the state before, too; what the plan says of it comes first.
	const byAddress = new Map(resources.toReversed().map(resource => [textAt(resource, 'address'), resource]));
	const byLocal = Map.groupBy(byAddress.values(), resource => withoutIndex(textAt(resource, 'address')));
	const byKey = new Map([...byAddress.values()].map(resource => [keyOf(resource), resource]));
	const resolving = new Set<JsonObject>();

	const idOf = (mapping: Mapping, values: JsonObject): string | undefined => {
		const own = (name: string): string => {
			const value = values[name];
			return typeof value === 'string' && !isUnreadValue(value) ? value : '';
		};
		const types = mapping.type.split('/').slice(1);
		const parent = mapping.parent?.map(own).find(text => text !== '');
		if (parent !== undefined) {
			return own('name') === '' ? undefined : `${parent}/${types.at(-1) ?? ''}/${own('name')}`;
		}

		const names = (mapping.names ?? ['name']).map(own);
		const group = own('resource_group_name');
		return group === '' || names.includes('')
			? undefined
			: `/subscriptions/${subscription}/resourceGroups/${group}/providers/${mapping.type.split('/')[0] ?? ''}/${names.map((name, index) => `${types[index] ?? ''}/${name}`).join('/')}`;
	};

	const idOfResource = (resource: JsonObject): string | undefined => {
		const values = isObject(resource['values']) ? resource['values'] : {};
		const known = values['id'];
		if (typeof known === 'string' && known.startsWith('/subscriptions/')) {
			return known;
		}

		const type = textAt(resource, 'type');
		const mapping = mappingOf(type);
		// A resource that refers to itself, by whatever way, has no id that could be told.
		if (resolving.has(resource)) {
			return undefined;
		}

		resolving.add(resource);
		const resolve = resolverFor(resource);
		const completed = Object.fromEntries(
			[...(mapping?.parent ?? []), 'parent_id'].flatMap((name): [string, Json][] => {
				const found = values[name] === undefined ? resolve([name], values) : undefined;
				return typeof found === 'object' ? [[name, found.id]] : [];
			}),
		);
		resolving.delete(resource);
		const all = {...values, ...completed};
		return type.startsWith('azapi_') ? azapiId(all) : mapping && idOf(mapping, all);
	};

	const find = (references: readonly string[], module: string, index: Json | undefined, depth: number): Resolved => {
		const [first = ''] = references;
		const next = (others: readonly string[], where: string) =>
			depth > deepestReference ? 'unknown' : find(others, where, index, depth + 1);
		const [, variable] = /^var\.([\w-]+)$/.exec(first) ?? [];
		if (variable !== undefined && references.length === 1) {
			return next(configuration.variable(module, variable), module.replace(/\.?module\.[\w-]+(?:\[[^\]]*\])?$/, ''));
		}

		const [, inner, output] = /^(module\.[\w-]+(?:\[[^\]]*\])?)\.([\w-]+)$/.exec(first) ?? [];
		if (inner !== undefined && output !== undefined && references.every(other => other.startsWith(inner))) {
			const where = module === '' ? inner : `${module}.${inner}`;
			return next(configuration.output(where, output), where);
		}

		return instance(references, module, index);
	};

	/** The one resource that is meant: by its address, or among several the one of the same key. */
	const instance = (references: readonly string[], module: string, index: Json | undefined): Resolved => {
		const [first = ''] = references;
		const prefix = module === '' ? '' : `${module}.`;
		const [, local, key, attribute] = /^([a-z]\w*\.[\w-]+)(\[[^\]]*\])?(?:\.(.+))?$/.exec(first) ?? [];
		const isOther = references.some(
			reference => local === undefined || !(isWithin(reference, local) || isOwnKey(reference)),
		);
		if (local === undefined || isOther || (attribute !== undefined && attribute !== 'id')) {
			return 'unknown';
		}

		const all = byLocal.get(`${prefix}${local}`) ?? [];
		const exact = byAddress.get(`${prefix}${local}${key ?? ''}`);
		const same = references.some(isOwnKey) ? byKey.get(keyOf({address: `${prefix}${local}`, index})) : undefined;
		const found = exact ?? same ?? (all.length === 1 ? all[0] : undefined);
		const id = found === undefined ? undefined : idOfResource(found);
		return id === undefined ? 'unknown' : {id};
	};

	function resolverFor(resource: JsonObject): Resolve {
		const {module, local} = localOf(resource);
		return (path, beside) => {
			const references = configuration.isKnown ? configuration.referencesOf({module, local}, path, beside) : [];
			if (references === undefined) {
				return 'computed';
			}

			const found = find(memberOf(references, path), module, resource['index'], 0);
			const attribute = path.findLast(part => typeof part === 'string') ?? '';
			return typeof found === 'object' && !isWanted(found.id, attribute, beside) ? 'unknown' : found;
		};
	}

	const outerIds = new Map<string, ReadonlySet<string>>();
	const outerIdsOf = (type: string): ReadonlySet<string> => {
		const inner = () => [...byAddress.values()].filter(resource => textAt(resource, 'type') === type);
		const found =
			outerIds.get(type) ??
			new Set(inner().flatMap(resource => parentId(idOfResource(resource) ?? '')?.toLowerCase() ?? []));
		outerIds.set(type, found);
		return found;
	};
	return {
		idOf,
		resolverFor,
		isSet: (resource, attribute) =>
			configuration.isKnown && configuration.referencesOf(localOf(resource), [attribute], {}) !== undefined,
		hasInside: (id, type) => outerIdsOf(type).has(id.toLowerCase()),
	};
}

/** Where its configuration stands: the module, and the address inside of it without a key. */
function localOf(resource: JsonObject) {
	const address = textAt(resource, 'address');
	const module = moduleOf(address);
	return {module, local: withoutIndex(address).slice(module === '' ? 0 : module.length + 1)};
}

/** Of a list of references the one that a member of it is. */
function memberOf(references: readonly string[], path: readonly (string | number)[]): readonly string[] {
	const member = path.at(-1);
	const ids = references.filter(reference => reference.endsWith('.id'));
	return typeof member === 'number' && ids.length > 1 ? ids.slice(member, member + 1) : references;
}

function keyOf({address, index}: JsonObject): string {
	return `${withoutIndex(typeof address === 'string' ? address : '')} ${JSON.stringify(index ?? null)}`;
}

/** The key of the resource that the expression stands in. */
function isOwnKey(reference: string): boolean {
	return /^(?:each\.key|count\.index|each\.value)$/.test(reference);
}

function isWithin(reference: string, local: string): boolean {
	return reference === local || reference.startsWith(`${local}.`) || reference.startsWith(`${local}[`);
}

function onlySubscription(resources: readonly JsonObject[]): string | undefined {
	const subscriptions = resources.flatMap(resource => parseId(textAt(resource, 'values', 'id'))?.subscription ?? []);
	return new Set(subscriptions).size === 1 ? subscriptions[0] : undefined;
}
