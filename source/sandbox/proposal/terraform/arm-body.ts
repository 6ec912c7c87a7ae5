import {isObject, type Json, type JsonObject, objectAt, withAt} from '../../json.js';
import {type Model, modelNamed, modelOfResource} from '../../world/forms/arm-model.js';
import {restoreResource} from '../../world/forms/restore-resource.js';
import {isUnreadValue, unreadValue, whyUnread} from '../unread-value.js';
import type {Mapping, Rule, Rules} from './families/mapping.js';

/**
 * The values of a resource of azurerm in the shape of the REST API. What a rule names goes where it says; of the rest the
 * name in snake case is looked for in ARM's own model: as it is, as a reference (`route_table_id`), as a list of what the
 * block is one of. What is in neither has no meaning in ARM.
 */
export function armBody(values: JsonObject, id: string, mapping: Mapping): JsonObject {
	const own =
		bodyWithMarks(values, mapping) ??
		convert(values, mapping.rules ?? {}, mapping.onlyRules === true ? undefined : modelOfResource(id));
	const {id: _id, ...rest} = own;
	return restoreResource({...rest, id});
}

/** Where a body has no place for what is not told, all of it is not told. */
function bodyWithMarks(values: JsonObject, {body}: Mapping): JsonObject | undefined {
	const own = body?.(values);
	const why = whyUnread(JSON.stringify(values));
	return own !== undefined && why !== undefined && whyUnread(JSON.stringify(own)) === undefined
		? {...own, properties: {...objectAt(own, 'properties'), unread: unreadValue(why)}}
		: own;
}

/** What Terraform says of every resource and Azure does not, or what is in the id. */
const ofTerraform = new Set(['id', 'timeouts', 'tags', 'resource_group_name']);

function convert(values: JsonObject, rules: Rules, model: Model | undefined): JsonObject {
	let converted: JsonObject = {};
	for (const [attribute, value] of Object.entries(values)) {
		if (value === undefined || isNotSet(value) || ofTerraform.has(attribute)) {
			continue;
		}

		const rule: Rule | undefined = rules[attribute] ?? modelRule(attribute, value, model);
		const {
			to,
			in: inner = {},
			value: change,
		}: Exclude<Rule, string> = typeof rule === 'object' ? rule : {to: rule ?? ''};
		const [first, ...rest] = to.split('.');
		const told = change === undefined || isUnreadValue(value) ? value : change(value);
		if (first === undefined || first === '' || told === undefined) {
			continue;
		}

		const nested = convertValue(told, inner, modelWithin(model, first));
		converted = put(converted, [first, ...rest], nested);
	}

	return converted;
}

/** The provider says null, an empty text or an empty list of what is not set. */
function isNotSet(value: Json): boolean {
	return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function convertValue(value: Json, rules: Rules, model: Model | undefined): Json {
	if (Array.isArray(value)) {
		return value.map((item: Json) => convertValue(item, rules, model));
	}

	// Labels and the like are no blocks; what no model knows of stays as it is.
	return isObject(value) && (model !== undefined || Object.keys(rules).length > 0)
		? convert(value, rules, model)
		: value;
}

function put(target: JsonObject, [first, ...rest]: readonly [string, ...string[]], value: Json): JsonObject {
	const isList = first.endsWith('[]');
	const name = isList ? first.slice(0, -2) : first;
	const [next, ...deeper] = rest;
	if (isList) {
		const items: readonly Json[] = Array.isArray(value) ? value : [value];
		return {...target, [name]: next === undefined ? items : items.map(item => put({}, [next, ...deeper], item))};
	}

	if (next !== undefined) {
		const inner = target[name];
		return {...target, [name]: put(isObject(inner) ? inner : {}, [next, ...deeper], value)};
	}

	// A block that may stand there once is a list of one.
	const isBlock = Array.isArray(value) && value.some(isObject);
	const single = isBlock ? (value.find(isObject) ?? null) : value;
	const there = target[name];
	return withAt(target, [name], isObject(there) && isObject(single) ? {...there, ...single} : single);
}

function modelRule(attribute: string, value: Json, model: Model | undefined): Rule | undefined {
	const find = (name: string) => {
		const small = name.replaceAll('_', '').toLowerCase();
		return (model?.own.get(small) ?? model?.properties?.get(small))?.name;
	};
	const direct = find(attribute);
	if (direct !== undefined) {
		return direct;
	}

	const reference = /_id$/.test(attribute) ? find(attribute.slice(0, -'_id'.length)) : undefined;
	if (reference !== undefined) {
		return `${reference}.id`;
	}

	const references = /_ids$/.test(attribute) ? find(`${attribute.slice(0, -'_ids'.length)}s`) : undefined;
	if (references !== undefined) {
		return `${references}[].id`;
	}

	const plural = Array.isArray(value) ? find(`${attribute}s`) : undefined;
	return plural === undefined ? undefined : `${plural}[]`;
}

function modelWithin(model: Model | undefined, segment: string): Model | undefined {
	const small = segment.replace('[]', '').toLowerCase();
	const name = (model?.own.get(small) ?? model?.properties?.get(small))?.model;
	return name === undefined || name === '' ? undefined : modelNamed(name.replace(/^\*/, ''));
}
