import {type JsonObject, objectAt, sameJson, withAt} from '../json.js';
import {type FieldPath, fieldsOf, valueAt, without} from './field-paths.js';
import {filterFields, isSame, type Manager, managersOf, withManagers} from './managed-fields.js';
import {refuse} from './status.js';

type Apply = {
	readonly live: JsonObject | undefined;
	readonly config: JsonObject;
	readonly manager: Omit<Manager, 'fields'>;
	readonly force: boolean;
};

type Conflict = {readonly manager: Manager; readonly path: FieldPath; readonly text: string};

/**
 * Server-side apply: the applier owns exactly the fields it sends; what it no longer sends and nobody else owns goes;
 * what another manager owns with another value is a conflict, unless forced.
 */
export function serverSideApply({live, config, manager, force}: Apply): JsonObject {
	const wanted = fieldsOf(config);
	const managers = ownersOf(live, manager.apiVersion);
	const others = managers.filter(other => !isSame(other, manager));
	const conflicts = others.flatMap(other =>
		[...wanted].flatMap(([text, path]): readonly Conflict[] =>
			other.fields.has(text) && !sameJson(valueAt(live, path), valueAt(config, path))
				? [{manager: other, path, text}]
				: [],
		),
	);
	if (conflicts.length > 0 && !force) {
		throw conflictsRefused(conflicts);
	}

	const previous = managers.find(other => isSame(other, manager));
	const dropped = [...(previous?.fields ?? [])].filter(
		([text]) => !wanted.has(text) && !others.some(other => other.fields.has(text)),
	);
	const base = dropped.reduce<JsonObject>((object, [, path]) => without(object, path), live ?? {});
	const merged = [...wanted.values()].reduce<JsonObject>(
		(object, path) => withAt(object, path, valueAt(config, path)),
		{...identityOf(config), ...base},
	);
	const left = others.map(other => ({
		...other,
		fields: filterFields(
			other.fields,
			(_path, text) => !conflicts.some(taken => taken.manager === other && taken.text === text),
		),
	}));
	const isUnchanged = previous !== undefined && sameFields(previous, wanted);
	const own: Manager = {...manager, time: isUnchanged ? previous.time : manager.time, fields: wanted};
	return withManagers(merged, [...left, own]);
}

/** An object that was never applied to is taken to belong to one manager as it stands. */
function ownersOf(live: JsonObject | undefined, apiVersion: string): readonly Manager[] {
	const managers = managersOf(live);
	return live === undefined || managers.length > 0
		? managers
		: [
				{
					name: 'before-first-apply',
					operation: 'Update',
					apiVersion,
					time: '2025-01-01T00:00:00Z',
					fields: fieldsOf(live),
				},
			];
}

function identityOf(config: JsonObject): JsonObject {
	const {apiVersion, kind} = config;
	const {name, namespace} = objectAt(config, 'metadata');
	return {apiVersion, kind, metadata: {name, ...(namespace !== undefined && {namespace})}};
}

function sameFields(previous: Manager, wanted: ReadonlyMap<string, FieldPath>): boolean {
	return previous.fields.size === wanted.size && [...wanted.keys()].every(text => previous.fields.has(text));
}

function conflictsRefused(conflicts: readonly Conflict[]) {
	const causes = conflicts.map(({manager, text}) => ({
		reason: 'FieldManagerConflict',
		message: `conflict with ${described(manager)}`,
		field: text,
	}));
	return refuse(409, 'Conflict', conflictMessage(conflicts), {causes});
}

/** Worded as the API server words it: one conflict in a line, several grouped by manager. */
function conflictMessage(conflicts: readonly Conflict[]): string {
	const [first] = conflicts;
	if (conflicts.length === 1 && first !== undefined) {
		return `Apply failed with 1 conflict: conflict with ${described(first.manager)}: ${first.text}`;
	}

	const groups = Map.groupBy(conflicts, ({manager}) => described(manager));
	const lines = [...groups]
		.toSorted(([left], [right]) => (left < right ? -1 : 1))
		.flatMap(([manager, group]) => [`conflicts with ${manager}:`, ...group.map(({text}) => `- ${text}`)]);
	return `Apply failed with ${conflicts.length} conflicts: ${lines.join('\n')}`;
}

function described({name, operation, apiVersion}: Manager): string {
	return operation === 'Update' ? `"${name}" using ${apiVersion}` : `"${name}"`;
}
