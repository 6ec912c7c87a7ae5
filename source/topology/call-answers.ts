import {type ArmId, type ArmKey, armKey, armName, parseArmId, sameArmId} from './arm-id.js';
import {absent, type Known} from './known.js';
import type {JsonObject, World} from './world.js';

/** The calls by which Azure tells what stands in no resource, as their paths end. None of them changes anything. */
export const callOperations = {
	interface: 'effectiveRouteTable',
	security: 'effectiveNetworkSecurityGroups',
	gateway: 'getLearnedRoutes',
	hub: 'effectiveRoutes',
} as const;

export type CallOperation = (typeof callOperations)[keyof typeof callOperations];

/** The permissions that these calls take. */
export const callActions: Readonly<Record<CallOperation, string>> = {
	effectiveRouteTable: 'Microsoft.Network/networkInterfaces/effectiveRouteTable/action',
	effectiveNetworkSecurityGroups: 'Microsoft.Network/networkInterfaces/effectiveNetworkSecurityGroups/action',
	getLearnedRoutes: 'Microsoft.Network/virtualNetworkGateways/getLearnedRoutes/action',
	effectiveRoutes: 'Microsoft.Network/virtualHubs/effectiveRoutes/action',
};

/** Under which the answer to such a call stands in a world. */
export function callAnswerKey(id: ArmId, operation: CallOperation): ArmKey {
	return armKey(`${id}/${operation}`);
}

export function callAnswer(world: World, id: ArmId, operation: CallOperation): Known<readonly JsonObject[]> {
	return world.callAnswers?.get(callAnswerKey(id, operation)) ?? absent;
}

/** Whose answers of one kind there are, by lower-cased ids. */
export function answeredIds(world: World, operation: CallOperation): readonly ArmId[] {
	const end = `/${operation.toLowerCase()}`;
	return [...(world.callAnswers?.keys() ?? [])].flatMap(key => (key.endsWith(end) ? [key.slice(0, -end.length)] : []));
}

const defaultTable = 'defaultRouteTable';

/** Which of its route tables a hub shows to a connection that names none (about-virtual-hub-routing). */
export function defaultHubTable(hub: ArmId): ArmId {
	return `${hub}/hubRouteTables/${defaultTable}`;
}

/** A hub answers for each of its route tables; what it says of the default one is kept as its own answer. */
export function hubAnswerId(table: ArmId): ArmId {
	const hub = parseArmId(table)?.parent;
	return hub !== undefined && sameArmId(armName(table), defaultTable) ? hub : table;
}
