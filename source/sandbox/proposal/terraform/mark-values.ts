import {isObject, type Json, type JsonObject} from '../../json.js';
import {unreadValue} from '../unread-value.js';

/** Finds what an attribute refers to that is known only after it was applied; its path may lead into blocks. */
export type Resolve = (path: readonly (string | number)[], beside: JsonObject) => Resolved;

/** `computed`: not in the configuration, the provider makes it. */
export type Resolved = {readonly id: string} | 'computed' | 'unknown';

export type Marks = {
	readonly address: string;
	/** As Terraform has them beside the values, in the same shape, with true where the mark is. */
	readonly sensitive: Json | undefined;
	readonly unknown: Json | undefined;
	readonly resolve: Resolve | undefined;
};

/**
 * The values of a resource with what may not be looked at and what is not known marked as unread. What the provider
 * computes and nobody asked for is left out: it stays as it is, or is there only afterwards.
 */
export function markValues(
	values: JsonObject,
	{address, sensitive, unknown, resolve}: Marks,
): {readonly values: JsonObject; readonly computed: readonly string[]} {
	const computed: string[] = [];
	const walk = (
		value: Json | undefined,
		hidden: Json | undefined,
		open: Json | undefined,
		path: readonly (string | number)[],
		beside: JsonObject,
	): Json | undefined => {
		if (open === true) {
			return openValue(path, beside);
		}

		if (hidden === true && value !== null && value !== undefined) {
			return unreadValue(`${address}: ${nameOf(path)} is marked as sensitive and not looked at`);
		}

		const shape = value === undefined ? open : value;
		if (Array.isArray(shape)) {
			return walkList(Array.isArray(value) ? value : [], hidden, open, path);
		}

		return isObject(shape) ? walkObject(isObject(value) ? value : {}, hidden, open, path) : value;
	};
	const openValue = (path: readonly (string | number)[], beside: JsonObject): Json | undefined => {
		const found = resolve?.(path, beside) ?? 'unknown';
		if (found === 'computed') {
			computed.push(nameOf(path));
			return undefined;
		}

		return found === 'unknown'
			? unreadValue(`${address}: ${nameOf(path)} is known only after it was applied`)
			: found.id;
	};
	const walkList = (
		value: readonly Json[],
		hidden: Json | undefined,
		open: Json | undefined,
		path: readonly (string | number)[],
	): Json => {
		const opens: readonly Json[] = Array.isArray(open) ? open : [];
		const hiddens: readonly Json[] = Array.isArray(hidden) ? hidden : [];
		return Array.from({length: Math.max(value.length, opens.length)}, (_, index): Json => {
			const item = value[index];
			const beside = isObject(item) ? item : {};
			return walk(item, hiddens[index], opens[index], [...path, index], beside) ?? null;
		});
	};
	const walkObject = (
		value: JsonObject,
		hidden: Json | undefined,
		open: Json | undefined,
		path: readonly (string | number)[],
	): JsonObject => {
		const opens = isObject(open) ? open : {};
		const hiddens = isObject(hidden) ? hidden : {};
		const written = Object.keys(value).flatMap(key => /^(.+_wo)_version$/.exec(key)?.[1] ?? []);
		const keys = new Set([...Object.keys(value), ...Object.keys(opens), ...written]);
		return Object.fromEntries(
			[...keys].flatMap((key): [string, Json][] => {
				// What is written only stands in no plan and in no state; its version tells that it is there.
				const version = value[`${key}_version`];
				if (key.endsWith('_wo') && version !== null && version !== undefined) {
					return [[key, unreadValue(`${address}: ${nameOf([...path, key])} is written only, and no plan shows it`)]];
				}

				const marked = walk(value[key], hiddens[key], opens[key], [...path, key], value);
				return marked === undefined ? [] : [[key, marked]];
			}),
		);
	};
	return {values: walkObject(values, sensitive, unknown, []), computed: [...new Set(computed)]};
}

/** `ip_configuration.subnet_id`: which of several blocks says the address of nothing. */
function nameOf(path: readonly (string | number)[]): string {
	return path.filter(part => typeof part === 'string').join('.');
}

/** Whether a file holds values that its own marks call sensitive. */
export function holdsSensitive(value: Json): boolean {
	if (Array.isArray(value)) {
		return value.some(holdsSensitive);
	}

	if (!isObject(value)) {
		return false;
	}

	return (
		hasMarked(value['sensitive_values'], value['values']) ||
		hasMarked(value['after_sensitive'], value['after']) ||
		hasMarked(value['before_sensitive'], value['before']) ||
		(value['sensitive'] === true && 'value' in value) ||
		Object.values(value).some(item => holdsSensitive(item ?? null))
	);
}

function hasMarked(marks: Json | undefined, values: Json | undefined): boolean {
	if (marks === true) {
		return values !== null && values !== undefined && values !== '';
	}

	if (Array.isArray(marks)) {
		const items: readonly Json[] = Array.isArray(values) ? values : [];
		return marks.some((mark: Json, index) => hasMarked(mark, items[index]));
	}

	return (
		isObject(marks) &&
		Object.entries(marks).some(([key, mark]) => hasMarked(mark, isObject(values) ? values[key] : undefined))
	);
}
