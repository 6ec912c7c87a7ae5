import {type ArmId, type ArmKey, armKey, armName, sameArmId} from '../topology/arm-id.js';
import {answeredIds, type CallOperation, callAnswer, callAnswerKey, callOperations} from '../topology/call-answers.js';
import {subnetsOf} from '../topology/decode/azure/decode-virtual-network.js';
import {interfacesBySubnet} from '../topology/decode/azure/interfaces-by-subnet.js';
import {object, objects, text, texts} from '../topology/json.js';
import {mapKnown} from '../topology/known.js';
import type {JsonObject, World} from '../topology/world.js';

type Exchange = {readonly before: JsonObject | null; readonly after: JsonObject | null};

/**
 * What interfaces would answer about the security rules in force once a rule of a group is another. Without it the answers
 * would be older than the group, and a proof would hold them against each other.
 *
 * @param exchange the rule as it is, and as it will be; null where there is none
 */
export function applyToGroupAnswers(world: World, group: ArmId, exchange: Exchange): World {
	return editAnswers(world, callOperations.security, (_interface, entries) =>
		entries.map(entry =>
			sameArmId(text(entry, 'networkSecurityGroup', 'id'), group) ? withRule(entry, exchange) : entry,
		),
	);
}

function withRule(entry: JsonObject, {before, after}: Exchange): JsonObject {
	const gone = [before, after].flatMap(rule => text(rule ?? undefined, 'name')?.toLowerCase() ?? []);
	const rules = objects(entry, 'effectiveSecurityRules').filter(
		rule => !gone.some(name => text(rule, 'name')?.toLowerCase() === `securityrules/${name}`),
	);
	const added =
		after === null
			? []
			: [{...object(after, 'properties'), name: `securityRules/${text(after, 'name') ?? ''}`} satisfies JsonObject];
	return {...entry, effectiveSecurityRules: [...added, ...rules]};
}

/**
 * What interfaces would answer about their routes once a route of their table is another. Without it the answers would be
 * older than the table, and a proof would hold them against each other.
 *
 * @param before the route as it is, and `after` as it will be; null where there is none
 */
export function applyToRouteAnswers(world: World, table: ArmId, {before, after}: Exchange): World {
	if (answeredIds(world, callOperations.interface).length === 0) {
		return world;
	}

	const subnets = subnetsWith(table, world);
	const homes = interfacesBySubnet(world);
	return editAnswers(world, callOperations.interface, (id, rows) =>
		subnets.has(armKey(homes.get(armKey(id))?.subnet ?? '')) ? withRoute(withoutRoute(rows, before), after) : rows,
	);
}

/** The world with other answers to one call; the same where nobody was asked. */
function editAnswers(
	world: World,
	operation: CallOperation,
	edit: (id: ArmId, rows: readonly JsonObject[]) => readonly JsonObject[],
): World {
	const ids = answeredIds(world, operation);
	const edited = ids.map(
		id => [callAnswerKey(id, operation), mapKnown(callAnswer(world, id, operation), rows => edit(id, rows))] as const,
	);
	return ids.length === 0 ? world : {...world, callAnswers: new Map([...(world.callAnswers ?? []), ...edited])};
}

function subnetsWith(table: ArmId, world: World): ReadonlySet<ArmKey> {
	const subnets = [...world.resources.values()].flatMap(known =>
		known.state === 'known' ? subnetsOf(known.value) : [],
	);
	return new Set(
		subnets
			.filter(subnet => sameArmId(text(subnet, 'properties', 'routeTable', 'id'), table))
			.map(({id}) => armKey(id)),
	);
}

/** What it outdid is in force again. */
function withoutRoute(rows: readonly JsonObject[], route: JsonObject | null): readonly JsonObject[] {
	const prefix = text(object(route ?? undefined, 'properties'), 'addressPrefix');
	return prefix === undefined
		? rows
		: rows
				.filter(row => !(row['source'] === 'User' && texts(row, 'addressPrefix').includes(prefix)))
				.map(row => (texts(row, 'addressPrefix').includes(prefix) ? {...row, state: 'Active'} : row));
}

function withRoute(rows: readonly JsonObject[], route: JsonObject | null): readonly JsonObject[] {
	const properties = object(route ?? undefined, 'properties');
	const prefix = text(properties, 'addressPrefix');
	if (prefix === undefined) {
		return rows;
	}

	const address = text(properties, 'nextHopIpAddress');
	const outdone = rows.map(row => (texts(row, 'addressPrefix').includes(prefix) ? {...row, state: 'Invalid'} : row));
	return [
		...outdone,
		{
			name: text(route ?? undefined, 'name') ?? armName(prefix),
			source: 'User',
			state: 'Active',
			addressPrefix: [prefix],
			nextHopType: text(properties, 'nextHopType') ?? 'None',
			nextHopIpAddress: address === undefined ? [] : [address],
		},
	];
}
