import {keyOf, parseId} from '../../arm-id.js';
import {isObject, type Json, type JsonObject, textAt} from '../../json.js';
import {type Model, modelNamed, modelOfResource} from './arm-model.js';

/**
 * A resource in the shape of the REST API, from one whose `properties` were lifted to the top, whose names are spelled
 * otherwise, and to which nulls and `resourceGroup` were added: what az and PowerShell print. Where each field belongs is
 * what the SDKs' model says; of a type without a model everything but the envelope belongs inside `properties`. What is
 * in REST form already stays as it is, so restoring twice changes nothing.
 */
export function restoreResource(resource: JsonObject): JsonObject {
	const id = textAt(resource, 'id');
	const {name, type, ...rest} = restore(resource, modelOfResource(id) ?? 'unknown');
	const parsed = parseId(id);
	return {
		...rest,
		id,
		name: typeof name === 'string' && name !== '' ? name : (parsed?.name ?? ''),
		type: parsed?.type ?? type ?? '',
		properties: isObject(rest['properties']) ? rest['properties'] : {},
	};
}

/** What every resource has at its top, of whatever type (resource-manager common types). */
const envelope: ReadonlyMap<string, string> = new Map(
	[
		'id',
		'name',
		'type',
		'location',
		'tags',
		'etag',
		'zones',
		'sku',
		'kind',
		'identity',
		'plan',
		'managedBy',
		'extendedLocation',
		'systemData',
		'apiVersion',
	].map(name => [name.toLowerCase(), name]),
);

type Place = {readonly inside: boolean; readonly name: string; readonly model: string};

/** Without a model only the top of a resource can be told apart; what is inside stays as it is. */
function restore(value: JsonObject, model: Model | 'unknown' | undefined): JsonObject {
	const own: Record<string, Json> = {};
	const properties: Record<string, Json> = {};
	const put = ({inside, name, model: inner}: Place, item: Json): void => {
		const target = inside ? properties : own;
		const restored = restoreValue(item, inner);
		const plural = Array.isArray(restored) ? pluralOf(name, inside, model) : undefined;
		if (plural === undefined || !Array.isArray(restored)) {
			target[name] = restored;
		} else if (restored.length === 1) {
			target[name] = restored[0] ?? null;
		} else {
			target[plural] = restored;
		}
	};
	for (const [key, item] of Object.entries(value)) {
		// Azure leaves out what is not set; the tools print null for it.
		if (item === undefined || item === null || isAdded(key, value, model)) {
			continue;
		}

		if (key.toLowerCase() === 'properties' && isObject(item) && hasProperties(model)) {
			for (const [inner, innerItem] of Object.entries(item)) {
				if (innerItem !== null && innerItem !== undefined) {
					put(placeInside(inner, model), innerItem);
				}
			}
		} else {
			put(placeOf(key, model), item);
		}
	}

	return Object.keys(properties).length === 0 ? own : {...own, properties};
}

function restoreValue(value: Json, model: string): Json {
	if (Array.isArray(value)) {
		return value.map((item: Json) => restoreValue(item, model));
	}

	if (!isObject(value)) {
		return value;
	}

	return model.startsWith('*')
		? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, restoreValue(item ?? null, model.slice(1))]))
		: restore(value, modelNamed(model));
}

function hasProperties(model: Model | 'unknown' | undefined): boolean {
	return model === 'unknown' || model?.properties !== undefined;
}

function placeOf(key: string, model: Model | 'unknown' | undefined): Place {
	const small = key.toLowerCase();
	if (model === 'unknown') {
		const name = envelope.get(small);
		// Azure itself spells this one in two ways.
		const spelled = small === 'etag' ? key : name;
		return spelled === undefined ? {inside: true, name: key, model: ''} : {inside: false, name: spelled, model: ''};
	}

	const own = named(key, model?.own);
	if (own !== undefined) {
		return {inside: false, ...own};
	}

	const inside = model?.properties;
	const found = named(key, inside) ?? named(model?.aliases.get(small) ?? '', inside);
	if (found !== undefined) {
		return {inside: true, ...found};
	}

	// Newer than the model: of a resource it is a setting, unless every resource has it.
	const isTop = inside === undefined || envelope.has(small);
	return {inside: !isTop, name: key, model: ''};
}

function placeInside(key: string, model: Model | 'unknown' | undefined): Place {
	const found = model === 'unknown' ? undefined : named(key, model?.properties);
	return {inside: true, ...(found ?? {name: key, model: ''})};
}

function named(key: string, fields: Model['own'] | undefined) {
	return fields?.get(key.toLowerCase());
}

/** `resourceGroup` beside an id that says the same is the tool's own; a field of that name inside a setting is not. */
function isAdded(key: string, value: JsonObject, model: Model | 'unknown' | undefined): boolean {
	if (!/^resourceGroup(?:Name)?$/i.test(key) || typeof value[key] !== 'string') {
		return false;
	}

	const id = textAt(value, 'id') || textAt(value, 'Id');
	return id !== '' && keyOf(parseId(id)?.group ?? '') === keyOf(textAt(value, key)) && !isField(key, model);
}

function isField(key: string, model: Model | 'unknown' | undefined): boolean {
	return model !== 'unknown' && (named(key, model?.own) ?? named(key, model?.properties)) !== undefined;
}

/**
 * PowerShell has one list for a prefix and for many; the API has two fields, `addressPrefix` and `addressPrefixes`. Here
 * the name of the second, where the first is what a list stands under.
 */
function pluralOf(name: string, inside: boolean, model: Model | 'unknown' | undefined): string | undefined {
	const fields = model === 'unknown' ? undefined : inside ? model?.properties : model?.own;
	return [`${name}es`, `${name}s`].map(candidate => named(candidate, fields)?.name).find(Boolean);
}
