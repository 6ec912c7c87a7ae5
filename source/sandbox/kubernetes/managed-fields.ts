import {type JsonObject, objectAt, objectsAt, sameJson, textAt, withAt} from '../json.js';
import {type FieldPath, type FieldSet, fieldsOf, fromFieldsV1, toFieldsV1, valueAt} from './field-paths.js';

/** Who owns which fields of an object, as `metadata.managedFields` records it. */
export type Manager = {
	readonly name: string;
	readonly operation: 'Apply' | 'Update';
	readonly apiVersion: string;
	readonly time: string;
	readonly fields: FieldSet;
};

export function managersOf(object: JsonObject | undefined): readonly Manager[] {
	return objectsAt(object, 'metadata', 'managedFields').map(entry => ({
		name: textAt(entry, 'manager'),
		operation: textAt(entry, 'operation') === 'Apply' ? 'Apply' : 'Update',
		apiVersion: textAt(entry, 'apiVersion'),
		time: textAt(entry, 'time'),
		fields: fromFieldsV1(objectAt(entry, 'fieldsV1')),
	}));
}

export function withManagers(object: JsonObject, managers: readonly Manager[]): JsonObject {
	const entries = managers
		.filter(({fields}) => fields.size > 0)
		.map(({name, operation, apiVersion, time, fields}) => ({
			manager: name,
			operation,
			apiVersion,
			time,
			fieldsType: 'FieldsV1',
			fieldsV1: toFieldsV1(fields),
		}));
	return withAt(object, ['metadata', 'managedFields'], entries.length === 0 ? undefined : entries);
}

export function isSame(left: Manager, right: Pick<Manager, 'name' | 'operation'>): boolean {
	return left.name === right.name && left.operation === right.operation;
}

/** After a create, update or patch: the writer owns what it changed, and nobody else does any more. */
export function recordUpdate(
	before: JsonObject | undefined,
	after: JsonObject,
	writer: Omit<Manager, 'fields'>,
): JsonObject {
	const now = fieldsOf(after);
	const changed = filterFields(now, path => !sameJson(valueAt(before, path), valueAt(after, path)));
	const others = managersOf(after).map(manager => ({
		...manager,
		fields: filterFields(
			manager.fields,
			(_path, text) => now.has(text) && (isSame(manager, writer) || !changed.has(text)),
		),
	}));
	const own = others.find(manager => isSame(manager, writer));
	const merged: Manager = {...writer, fields: new Map([...(own?.fields ?? []), ...changed])};
	const kept = others.filter(manager => manager !== own);
	return withManagers(after, changed.size === 0 && own !== undefined ? others : [...kept, merged]);
}

export function filterFields(fields: FieldSet, keep: (path: FieldPath, text: string) => boolean): FieldSet {
	return new Map([...fields].filter(([text, path]) => keep(path, text)));
}
