import {keyOf} from '../arm-id.js';
import type {SandboxContext} from '../context.js';
import {isObject, textAt} from '../json.js';
import {type Answer, route, type SandboxService, type ServiceRequest} from '../service.js';
import {assertAllowed} from './access.js';
import {operationHeaders, startOperation} from './operations.js';
import {notFound} from './resource-reads.js';

const group = '/subscriptions/:subscription/resourceGroups/:group/providers' as const;

/**
 * What Azure tells that stands in no resource: of an interface, a gateway and a hub, each by a long-running
 * operation whose result is the answer. A world that does not say answers 404: it was not read. Interfaces of scale sets
 * have no such call in Azure; here they answer, because somebody put the answer into the world.
 */
export function tellingCalls(context: SandboxContext): SandboxService {
	const asked = (request: ServiceRequest, type: string, id: string, keys: readonly string[]): Answer => {
		const operation = request.path.split('/').at(-1) ?? '';
		assertAllowed(context, `${type}/${operation}/action`, id);
		const key = keys.map(keyOf).find(candidate => context.store.get('usages', candidate) !== undefined);
		if (key === undefined) {
			throw notFound(context, `${id}/${operation}/current`);
		}

		return accepted(context, request, id, key);
	};
	const at = (subscription: string, resourceGroup: string, path: string) =>
		`/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/${path}`;
	const ofInterface = (request: ServiceRequest, id: string) => {
		const operation = request.path.split('/').at(-1) ?? '';
		return asked(request, 'Microsoft.Network/networkInterfaces', id, [`${id}/${operation}`]);
	};
	return {
		routes: [
			...(['effectiveRouteTable', 'effectiveNetworkSecurityGroups'] as const).flatMap(operation => [
				route(
					'POST',
					`${group}/Microsoft.Network/networkInterfaces/:name/${operation}`,
					(request, {subscription, group, name}) =>
						ofInterface(request, at(subscription, group, `Microsoft.Network/networkInterfaces/${name}`)),
				),
				route(
					'POST',
					`${group}/Microsoft.Compute/virtualMachineScaleSets/:set/virtualMachines/:index/networkInterfaces/:name/${operation}`,
					(request, {subscription, group, set, index, name}) => {
						const member = `Microsoft.Compute/virtualMachineScaleSets/${set}/virtualMachines/${index}/networkInterfaces/${name}`;
						return ofInterface(request, at(subscription, group, member));
					},
				),
			]),
			route(
				'POST',
				`${group}/Microsoft.Network/virtualNetworkGateways/:name/getLearnedRoutes`,
				(request, {subscription, group, name}) => {
					const type = 'Microsoft.Network/virtualNetworkGateways';
					const id = at(subscription, group, `${type}/${name}`);
					return asked(request, type, id, [`${id}/getLearnedRoutes`]);
				},
			),
			route(
				'POST',
				`${group}/Microsoft.Network/virtualHubs/:name/effectiveRoutes`,
				(request, {subscription, group, name}) => {
					const type = 'Microsoft.Network/virtualHubs';
					const id = at(subscription, group, `${type}/${name}`);
					return asked(request, type, id, hubKeys(id, request));
				},
			),
		],
	};
}

/** Of the route table that the request names; the hub's own answer is that of its default table. */
function hubKeys(id: string, request: ServiceRequest): readonly string[] {
	const table = tableOf(request);
	const own = table === '' || /\/defaultRouteTable$/i.test(table) ? [`${id}/effectiveRoutes`] : [];
	return [...(table === '' ? [] : [`${table}/effectiveRoutes`]), ...own];
}

function tableOf({body}: ServiceRequest): string {
	try {
		const parsed: unknown = JSON.parse(body.toString('utf8'));
		return isObject(parsed) ? textAt(parsed, 'resourceId') : '';
	} catch {
		return '';
	}
}

function accepted({store, answerMs}: SandboxContext, request: ServiceRequest, id: string, key: string): Answer {
	const operation = startOperation(store, {
		request,
		durationMs: answerMs,
		target: key,
		verb: 'write',
		busy: [],
		before: null,
		answer: key,
	});
	return {status: 202, headers: operationHeaders(request, operation, {id, location: ''})};
}
