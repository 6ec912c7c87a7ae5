import {type JsonObject, sameJson} from '../../json.js';
import type {Edit, Origin} from '../proposal.js';
import {isUnreadValue, unreadValue} from '../unread-value.js';
import {armBody} from './arm-body.js';
import {decidesUnread, mappingOf} from './families/families.js';
import type {Mapping} from './families/mapping.js';
import type {PlannedResource} from './planned-resource.js';
import type {ResourceIds} from './resource-ids.js';

export type Edits = {
	readonly edits: readonly Edit[];
	readonly unread: readonly string[];
	readonly notes?: readonly string[];
};

export function azurermEdits(file: string, resource: PlannedResource, ids: ResourceIds): Edits {
	const {address, type, before, after, isReplaced, computed} = resource;
	const mapping = mappingOf(type);
	if (mapping === undefined) {
		return {
			edits: [],
			unread: decidesUnread(type) ? [`${address} (${file}): what ${type} changes is not judged.`] : [],
		};
	}

	const origin = {file, address};
	const [was, will] = [before, after].map(values => values && targetOf(mapping, values, ids));
	if ((before !== undefined && was === undefined) || (after !== undefined && will === undefined)) {
		return {edits: [], unread: [`${address} (${file}): which resource it will be is known only after it was applied.`]};
	}

	const isElsewhere = isReplaced || was?.toLowerCase() !== will?.toLowerCase();
	const gone =
		was !== undefined && (after === undefined || isElsewhere) ? edits(mapping, origin, was, before, undefined) : [];
	const inside = will === undefined ? undefined : setsInside(will, mapping, resource, ids);
	const made =
		will === undefined || after === undefined
			? []
			: edits(mapping, origin, will, isElsewhere ? undefined : before, {...after, ...inside?.open});
	const open = computed.filter(name =>
		mapping.decides?.some(decisive => name === decisive || name.startsWith(`${decisive}.`)),
	);
	return {
		edits: [...gone, ...made],
		unread: open.map(name => `${address} (${file}): ${name} is known only after it was applied.`),
		notes: (inside?.twice ?? []).map(
			([block, other]) =>
				`${address} (${file}) holds ${block} blocks, and ${other} stands beside it: the provider says that each undoes what the other does. Both are taken.`,
		),
	};
}

/**
 * Sets of blocks that may be resources of their own, too. Where the plan knows none of a set it stays as it is only if
 * the blocks are resources in the plan: a dynamic block that is known only after it was applied leaves no other trace
 * (jsonconfig of Terraform), and of what is there already the plan would know the set.
 */
function setsInside(
	id: string,
	{besides = {}}: Mapping,
	{address, before, after, isReplaced, computed, isSet}: PlannedResource,
	ids: ResourceIds,
) {
	const blocks = Object.entries(besides);
	const isThere = before !== undefined && !isReplaced;
	const open = blocks.filter(([block, type]) => computed.includes(block) && (isThere || !ids.hasInside(id, type)));
	const twice = blocks.filter(([block, type]) => {
		const [was, will] = [before?.[block], after?.[block]];
		const isHeld = Array.isArray(will) && will.length > 0 && (!isThere || isSet(block) || !sameJson(was, will));
		return isHeld && ids.hasInside(id, type);
	});
	return {
		open: Object.fromEntries(
			open.map(([block]) => [
				block,
				unreadValue(`${address}: which ${block} blocks it has, if any, is known only after it was applied`),
			]),
		),
		twice: twice,
	};
}

function targetOf(mapping: Mapping, values: JsonObject, ids: ResourceIds): string | undefined {
	if (mapping.of !== undefined) {
		const id = values[mapping.of];
		return typeof id === 'string' && !isUnreadValue(id) ? id : undefined;
	}

	const own = values['id'];
	const isOwn = mapping.partial !== true && typeof own === 'string' && own.startsWith('/subscriptions/');
	return isOwn ? own : ids.idOf(mapping, values);
}

function edits(
	mapping: Mapping,
	origin: Origin,
	id: string,
	before: JsonObject | undefined,
	after: JsonObject | undefined,
): readonly Edit[] {
	const partial = mapping.of !== undefined || mapping.partial === true;
	const body = (values: JsonObject | undefined) => {
		const body = values && armBody(values, id, mapping);
		// The name of what it says a part of is in the id; of the rule or link itself it would be another.
		return body && partial ? {properties: body['properties']} : body;
	};
	const children = (values: JsonObject | undefined) => (values === undefined ? [] : (mapping.children?.(values) ?? []));
	const [old, now] = [children(before), children(after)];
	const paths = [...new Set([...old, ...now].map(({path}) => path))];
	return [
		{kind: 'resource', origin, id, before: body(before), after: body(after), partial},
		...paths.map((path): Edit => {
			const [was, will] = [old, now].map(list => list.find(child => child.path === path)?.body);
			return {kind: 'resource', origin, id: `${id}/${path}`, before: was, after: will, partial: false};
		}),
	];
}
