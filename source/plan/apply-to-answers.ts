import {type ArmId, type ArmKey, armKey, armName, sameArmId} from '../topology/arm-id.js';
import {subnetsOf} from '../topology/decode/azure/decode-virtual-network.js';
import {interfacesBySubnet} from '../topology/decode/azure/interfaces-by-subnet.js';
import {object, text, texts} from '../topology/json.js';
import {type Known, mapKnown} from '../topology/known.js';
import {answeredIds, routeAnswerKey, routeOperations} from '../topology/route-answers.js';
import type {JsonObject, World} from '../topology/world.js';

/**
 * What interfaces would answer about their routes once a route of their table is another. Without it the answers would be
 * older than the table, and a proof would hold them against each other.
 *
 * @param before the route as it is, and `after` as it will be; null where there is none
 */
export function applyToAnswers(
	world: World,
	table: ArmId,
	{before, after}: {readonly before: JsonObject | null; readonly after: JsonObject | null},
): World {
	const ids = answeredIds(world, routeOperations.interface);
	if (ids.length === 0) {
		return world;
	}

	const subnets = subnetsWith(table, world);
	const homes = interfacesBySubnet(world);
	const routeAnswers = new Map<ArmKey, Known<readonly JsonObject[]>>(world.routeAnswers);
	for (const id of ids) {
		const key = routeAnswerKey(id, routeOperations.interface);
		const answer = routeAnswers.get(key);
		if (answer !== undefined && subnets.has(armKey(homes.get(armKey(id))?.subnet ?? ''))) {
			routeAnswers.set(
				key,
				mapKnown(answer, rows => withRoute(withoutRoute(rows, before), after)),
			);
		}
	}

	return {...world, routeAnswers};
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
