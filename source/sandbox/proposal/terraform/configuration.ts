import {isObject, type Json, type JsonObject, objectAt, objectsAt, textAt, textsAt} from '../../json.js';

/** The expressions of a plan's configuration, by the address of their resource without modules' keys and its own. */
export type Configuration = {
	readonly isKnown: boolean;
	/** What the expression of an attribute refers to; undefined where the configuration does not set it. */
	readonly referencesOf: (
		resource: {readonly module: string; readonly local: string},
		path: readonly (string | number)[],
		beside: JsonObject,
	) => readonly string[] | undefined;
	/** What a variable of a module is set to, or an output of one is made of. */
	readonly variable: (module: string, name: string) => readonly string[];
	readonly output: (module: string, name: string) => readonly string[];
	/** The subscription of a provider's block, where it is written out. */
	readonly subscription: string | undefined;
};

export function createConfiguration(configuration: JsonObject): Configuration {
	const root = objectAt(configuration, 'root_module');
	const moduleAt = (module: string): JsonObject =>
		namesOf(module).reduce((found, name) => objectAt(found, 'module_calls', name, 'module'), root);
	const callOf = (module: string): JsonObject => {
		const names = namesOf(module);
		return objectAt(
			moduleAt(
				names
					.slice(0, -1)
					.map(name => `module.${name}`)
					.join('.'),
			),
			'module_calls',
			names.at(-1) ?? '',
		);
	};
	const resources = new Map<string, ReadonlyMap<string, JsonObject>>();
	const resourcesIn = (module: string): ReadonlyMap<string, JsonObject> => {
		const key = namesOf(module).join('.');
		const found =
			resources.get(key) ??
			new Map(objectsAt(moduleAt(module), 'resources').map(resource => [textAt(resource, 'address'), resource]));
		resources.set(key, found);
		return found;
	};
	return {
		isKnown: Object.keys(root).length > 0,
		referencesOf: ({module, local}, path, beside) => {
			const expressions = objectAt(resourcesIn(module).get(local), 'expressions');
			return referencesAt(expressions, path, beside);
		},
		variable: (module, name) => textsAt(objectAt(callOf(module), 'expressions', name), 'references'),
		output: (module, name) => textsAt(objectAt(moduleAt(module), 'outputs', name, 'expression'), 'references'),
		subscription: Object.values(objectAt(configuration, 'provider_config'))
			.filter(isObject)
			.filter(provider => textAt(provider, 'name') === 'azurerm')
			.map(provider => textAt(provider, 'expressions', 'subscription_id', 'constant_value'))
			.find(text => text !== ''),
	};
}

/** Blocks are lists in the configuration, in the order of the file; a set of them is in another order in the plan. */
function referencesAt(
	expressions: Json,
	path: readonly (string | number)[],
	beside: JsonObject,
): readonly string[] | undefined {
	let found: Json | undefined = expressions;
	for (const [position, part] of path.entries()) {
		if (isObject(found) && isExpression(found)) {
			break;
		}

		found =
			typeof part === 'string' ? fieldOf(found, part) : blockOf(found, position === path.length - 2 ? beside : {});
		// A plan leaves dynamic blocks out of its configuration: what is in one may well be set.
		if (found === undefined && position < path.length - 1) {
			return [];
		}
	}

	if (found === ambiguous) {
		return [];
	}

	// Blocks that are written out beside dynamic ones: something is set there.
	if (Array.isArray(found)) {
		return found.length === 0 ? undefined : [];
	}

	if (!isObject(found)) {
		return undefined;
	}

	// An expression of functions alone refers to nothing and is no constant: it is there and empty.
	return isExpression(found) ? referencesIn(found) : Object.keys(found).length === 0 ? [] : undefined;
}

const ambiguous = 'ambiguous';

function fieldOf(value: Json | undefined, name: string): Json | undefined {
	return isObject(value) ? value[name] : value === ambiguous ? ambiguous : undefined;
}

/** @param beside the fields of the block in the plan: with its name it is found among several */
function blockOf(value: Json | undefined, beside: JsonObject): Json | undefined {
	if (!Array.isArray(value)) {
		return value;
	}

	const blocks: readonly Json[] = value;
	const nameOf = (block: Json) => textAt(block, 'name', 'constant_value');
	const named = blocks.filter(block => nameOf(block) !== '' && nameOf(block) === textAt(beside, 'name'));
	return blocks.length === 1 ? blocks[0] : named.length === 1 ? named[0] : ambiguous;
}

/** A null that is written out is as good as nothing. */
function referencesIn(expression: JsonObject): readonly string[] | undefined {
	if ('references' in expression) {
		return textsAt(expression, 'references');
	}

	return expression['constant_value'] === null ? undefined : [];
}

function isExpression(value: JsonObject): boolean {
	return 'references' in value || 'constant_value' in value;
}

/** `['net', 'inner']` of `module.net["a"].module.inner`. */
function namesOf(module: string): readonly string[] {
	return [...module.matchAll(/module\.([\w-]+)/g)].map(([, name = '']) => name);
}
