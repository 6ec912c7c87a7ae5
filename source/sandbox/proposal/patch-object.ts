import {stringify} from 'yaml';
import {UserError} from '../../errors.js';
import {isObject, type JsonObject} from '../json.js';
import {kubernetesKey} from '../kubernetes/kinds.js';
import {parseYaml} from '../world/parse-yaml.js';
import type {Edit, ObjectEdit, ObjectPatch} from './proposal.js';

/**
 * Lines that change, laid over the object as it was read. Every line around them and every line that goes must be there,
 * in one place alone; else the object is another than the one that was compared, and nobody can tell what it will be.
 */
export function patchObjects(
	edits: readonly (Edit | ObjectPatch)[],
	objects: ReadonlyMap<string, JsonObject>,
): readonly Edit[] {
	return edits.map(edit =>
		edit.kind === 'object-patch' ? patched(edit, objects.get(kubernetesKey(edit.identity))) : edit,
	);
}

function patched(patch: ObjectPatch, now: JsonObject | undefined): ObjectEdit {
	if (now === undefined) {
		throw refusal(patch, 'is not among what was read');
	}

	let lines: readonly string[] = linesOf(now);
	let from = 0;
	for (const {before, after} of patch.hunks) {
		const [old, next] = [withoutServerFields(before), withoutServerFields(after)];
		if (old.join('\n') === next.join('\n')) {
			continue;
		}

		const places = placesOf(old, lines, from);
		const [place] = places;
		if (place === undefined || places.length > 1) {
			throw refusal(
				patch,
				place === undefined ? 'is another one as it was read' : 'has these lines in more than one place',
			);
		}

		lines = [...lines.slice(0, place), ...next, ...lines.slice(place + old.length)];
		from = place + next.length;
	}

	const [parsed] = parseYaml(patch.origin.file, lines.join('\n'));
	const object = parsed !== undefined && 'value' in parsed && isObject(parsed.value) ? parsed.value : undefined;
	if (object === undefined || kubernetesKey(object) !== kubernetesKey(patch.identity)) {
		throw refusal(patch, 'would be no object any more');
	}

	return {kind: 'object', origin: patch.origin, object, deleted: false};
}

function refusal({origin: {file, address}}: ObjectPatch, why: string): UserError {
	return new UserError('usage', `${file} shows only lines of ${address}, which ${why}.`, {
		next: ['Give what `kubectl apply --dry-run=server -o yaml -f FILE` prints: the whole of each object.'],
	});
}

/** As kubectl writes an object for comparing: keys in order, lists not indented, long text on one line. */
function linesOf(object: JsonObject): readonly string[] {
	const text = stringify(object, {indentSeq: false, lineWidth: 0, sortMapEntries: true});
	return withoutServerFields(text.trimEnd().split('\n'));
}

/**
 * What an API server adds and nobody decides by: a file or a capture may lack it. The last applied manifest stands on a
 * line of its own below its name.
 */
function withoutServerFields(lines: readonly string[]): readonly string[] {
	return lines.filter(
		line =>
			!/^ {2}(?:creationTimestamp|generation|resourceVersion|uid|selfLink):/.test(line) &&
			!/^ {4}kubectl\.kubernetes\.io\/last-applied-configuration:/.test(line) &&
			!/^ {6}\{"apiVersion":/.test(line),
	);
}

function placesOf(old: readonly string[], lines: readonly string[], from: number): readonly number[] {
	const wanted = old.map(plain);
	const there = lines.map(plain);
	const last = there.length - wanted.length;
	return Array.from({length: Math.max(0, last - from + 1)}, (_, index) => from + index).filter(start =>
		wanted.every((line, index) => there[start + index] === line),
	);
}

/** One writer quotes what another does not. */
function plain(line: string): string {
	return line.replaceAll(/["']/g, '');
}
