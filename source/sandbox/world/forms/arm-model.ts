import {keyOf, parseId} from '../../arm-id.js';
import generated from './arm-model.json' with {type: 'json'};

/**
 * One type of object in the API: which fields stand at its top and which inside its `properties`, in Azure's spelling.
 * A value is the name of the model of what is inside, `*` before it where that is a dictionary, empty where it is plain.
 */
export type Model = {
	readonly own: Fields;
	/** Undefined where the type has no `properties`. */
	readonly properties: Fields | undefined;
	/** What the SDKs call a field whose name is taken, in lower case, to Azure's spelling. */
	readonly aliases: ReadonlyMap<string, string>;
};

/** By the spelling in lower case: tools differ from Azure in nothing else (`vnetSubnetId`, `VnetSubnetID`). */
type Fields = ReadonlyMap<string, {readonly name: string; readonly model: string}>;

type Generated = {
	readonly own?: Readonly<Record<string, string>>;
	readonly properties?: Readonly<Record<string, string>>;
	readonly aliases?: Readonly<Record<string, string>>;
};

const types: Readonly<Record<string, string>> = generated.types;
const models: Readonly<Record<string, Generated>> = generated.models;
const prepared = new Map<string, Model>();

/** The model of a resource by its id; undefined for types whose model is not known here. */
export function modelOfResource(id: string): Model | undefined {
	const type = parseId(keyOf(id))?.type ?? '';
	return Object.hasOwn(types, type) ? modelNamed(types[type] ?? '') : undefined;
}

export function modelNamed(name: string): Model | undefined {
	const found = prepared.get(name);
	if (found !== undefined || !Object.hasOwn(models, name)) {
		return found;
	}

	const {own = {}, properties, aliases = {}} = models[name] ?? {};
	const model = {
		own: fields(own),
		properties: properties && fields(properties),
		aliases: new Map(Object.entries(aliases).map(([alias, field]) => [alias.toLowerCase(), field])),
	};
	prepared.set(name, model);
	return model;
}

function fields(spelled: Readonly<Record<string, string>>): Fields {
	return new Map(Object.entries(spelled).map(([name, model]) => [name.toLowerCase(), {name, model}]));
}
