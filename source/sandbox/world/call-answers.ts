import {UserError} from '../../errors.js';
import {keyOf} from '../arm-id.js';
import {at, isObject, type Json, type JsonObject, textAt} from '../json.js';
import {camelCased} from './forms/powershell-form.js';

/** What a resource answers when it is asked for what stands in no resource: the path of the call, as the key of a world's file. */
const call =
	/\/(?:networkInterfaces\/[^/]+\/(?:effectiveRouteTable|effectiveNetworkSecurityGroups)|virtualNetworkGateways\/[^/]+\/getLearnedRoutes|virtualHubs\/[^/]+(?:\/hubRouteTables\/[^/]+)?\/effectiveRoutes)$/i;

export function isCall(key: string): boolean {
	return call.test(key);
}

/** The rows of such an answer, bare, as az prints them, or wrapped as the operation's status has them. */
export function callRows(where: string, key: string, answer: Json | undefined): JsonObject {
	const rows = listIn(answer) ?? listIn(answer, 'value') ?? listIn(answer, 'properties', 'output', 'value');
	if (rows === undefined) {
		throw new UserError('usage', `${where}: what stands under ${key} is not a list of ${wordOf(key)}.`, {
			next: [`Put the answer there as Azure gave it: {"value": [{"${fieldOf(key)}": …}]}.`],
		});
	}

	return {value: rows.map(camelCased)};
}

function isSecurity(key: string): boolean {
	return /Groups$/i.test(key);
}

function wordOf(key: string): string {
	return isSecurity(key) ? 'security groups' : 'routes';
}

function fieldOf(key: string): string {
	return isSecurity(key) ? 'networkSecurityGroup' : 'addressPrefix';
}

function listIn(answer: Json | undefined, ...path: readonly string[]): readonly Json[] | undefined {
	const found = at(answer, ...path);
	return Array.isArray(found) ? (found as readonly Json[]) : undefined;
}

/**
 * The security rules that are in force at an interface, by the path of the call that tells them: each group says of which
 * interface it speaks, so that what az or PowerShell prints needs nothing around it. Undefined where it is something else.
 */
export function securityAnswer(where: string, values: readonly Json[]): JsonObject | undefined {
	const groups = values.map(camelCased);
	if (groups.length === 0 || !groups.every(isEffectiveGroup)) {
		return undefined;
	}

	const named = groups.map(interfaceOf).filter(id => id !== '');
	const ids = [...new Map(named.map(id => [keyOf(id), id])).values()];
	const [id = ''] = ids;
	if (ids.length > 1 || id === '') {
		throw new UserError(
			'usage',
			`${where} holds security rules that are in force and does not say ${id === '' ? 'at which interface' : 'which are whose'}.`,
			{
				next: [
					'Write them as {"INTERFACE_ID/effectiveNetworkSecurityGroups": {"value": […]}}, each interface by itself.',
				],
			},
		);
	}

	return {[`${id}/effectiveNetworkSecurityGroups`]: {value: groups}};
}

function isEffectiveGroup(value: Json): boolean {
	return Array.isArray(at(value, 'effectiveSecurityRules'));
}

function interfaceOf(group: Json): string {
	return textAt(group, 'association', 'networkInterface', 'id');
}

/** What az prints into a file says not whose routes they are, so it would be passed over without anybody knowing. */
export function assertOwner(where: string, values: readonly Json[]): void {
	const first = camelCased(values[0] ?? null);
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
