import {UserError} from '../../errors.js';
import {at, isObject, type Json, type JsonObject} from '../json.js';

/** What a resource answers when it is asked for its routes: the path of the call, as the key of a world's file. */
const routeCall =
	/\/(?:networkInterfaces\/[^/]+\/effectiveRouteTable|virtualNetworkGateways\/[^/]+\/getLearnedRoutes|virtualHubs\/[^/]+(?:\/hubRouteTables\/[^/]+)?\/effectiveRoutes)$/i;

export function isRouteCall(key: string): boolean {
	return routeCall.test(key);
}

/** The rows of such an answer, bare, as az prints them, or wrapped as the operation's status has them. */
export function routeRows(where: string, key: string, answer: Json | undefined): JsonObject {
	const rows = listIn(answer) ?? listIn(answer, 'value') ?? listIn(answer, 'properties', 'output', 'value');
	if (rows === undefined) {
		throw new UserError('usage', `${where}: what stands under ${key} is no list of routes.`, {
			next: ['Put the answer there as Azure gave it: {"value": [{"addressPrefix": …}]}.'],
		});
	}

	return {value: rows};
}

function listIn(answer: Json | undefined, ...path: readonly string[]): Json | undefined {
	const found = at(answer, ...path);
	return Array.isArray(found) ? (found as readonly Json[]) : undefined;
}

/** What az prints into a file says not whose routes they are, so it would be passed over without anybody knowing. */
export function assertOwner(where: string, values: readonly Json[]): void {
	const [first] = values;
	if (!isObject(first) || Object.hasOwn(first, 'id')) {
		return;
	}

	const isInterface = Array.isArray(first['addressPrefix']) && Object.hasOwn(first, 'nextHopType');
	const isHub = Array.isArray(first['addressPrefixes']) && Object.hasOwn(first, 'nextHops');
	const isGateway = Object.hasOwn(first, 'network') && Object.hasOwn(first, 'origin');
	if (isInterface || isHub || isGateway) {
		const [whose, call] = isInterface
			? ['INTERFACE_ID', 'effectiveRouteTable']
			: isHub
				? ['HUB_ID', 'effectiveRoutes']
				: ['GATEWAY_ID', 'getLearnedRoutes'];
		throw new UserError('usage', `${where} holds routes and does not say whose they are.`, {
			next: [`Write them as {"${whose}/${call}": {"value": […]}}.`],
		});
	}
}
