import {parseId} from '../arm-id.js';
import {isObject, type Json, type JsonObject, textAt} from '../json.js';
import type {Edit, ResourceEdit} from './proposal.js';

/** Stands in ids whose subscription the file does not say: whoever applies it is signed in to one. */
export const someSubscription = '~';

/** Likewise for the resource group of a template, which is named when it is deployed. */
export const someGroup = '~';

export type Placed = {readonly edits: readonly Edit[]; readonly notes: readonly string[]};

/** Ids completed by what is there: the cluster's subscription, and the group of the one resource of that name. */
export function placeEdits(edits: readonly Edit[], resources: ReadonlyMap<string, JsonObject>): Placed {
	const ids = [...resources.values()].map(resource => textAt(resource, 'id'));
	const home = parseId(
		ids.find(id => parseId(id)?.type.toLowerCase() === 'microsoft.containerservice/managedclusters') ?? ids[0] ?? '',
	);
	const notes = new Set<string>();
	const place = (id: string): string => {
		const inSubscription = id.replace(
			`/subscriptions/${someSubscription}/`,
			`/subscriptions/${home?.subscription ?? 'unknown'}/`,
		);
		const group = `/resourceGroups/${someGroup}/`;
		if (!inSubscription.includes(group)) {
			return inSubscription;
		}

		const end = inSubscription.slice(inSubscription.indexOf(group) + group.length - 1).toLowerCase();
		const [same, another] = ids.filter(other => other.toLowerCase().endsWith(end));
		const found = another === undefined && same !== undefined ? parseId(same)?.group : undefined;
		if (found === undefined) {
			notes.add(
				`The file does not say a resource group: ${id.split('/').at(-1)} is taken to lie in ${home?.group ?? 'none'}, where the cluster is.`,
			);
		}

		return inSubscription.replace(group, `/resourceGroups/${found ?? home?.group ?? 'unknown'}/`);
	};
	const placed = edits.map(edit => (edit.kind === 'resource' && isUnplaced(edit) ? placeEdit(edit, place) : edit));
	return {edits: placed, notes: [...notes]};
}

function isUnplaced({id, before, after}: ResourceEdit): boolean {
	return `${id}${JSON.stringify([before, after])}`.includes(`/${someSubscription}/`);
}

function placeEdit(edit: ResourceEdit, place: (id: string) => string): ResourceEdit {
	const walk = (value: Json): Json => {
		if (typeof value === 'string') {
			return value.startsWith(`/subscriptions/${someSubscription}/`) ? place(value) : value;
		}

		return Array.isArray(value) ? value.map(walk) : isObject(value) ? walkObject(value) : value;
	};
	const walkObject = (value: JsonObject): JsonObject =>
		Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item ?? null)]));
	const {before, after, origin} = edit;
	const id = place(edit.id);
	return {
		...edit,
		id,
		// A template has no other name for what it makes.
		origin: origin.address === edit.id ? {...origin, address: id} : origin,
		before: before === undefined ? undefined : walkObject(before),
		after: after === undefined ? undefined : walkObject(after),
	};
}
