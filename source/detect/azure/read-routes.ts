import {type ArmId, armKey, armName, parseArmId, sameArmId} from '../../topology/arm-id.js';
import {callAnswerKey, callOperations, hubAnswerId} from '../../topology/call-answers.js';
import {decodeVirtualHubs} from '../../topology/decode/azure/decode-virtual-hubs.js';
import {namedGateways, subnetsOf} from '../../topology/decode/azure/decode-virtual-network.js';
import {interfacesIn} from '../../topology/decode/azure/interfaces-by-subnet.js';
import {flag, objects, text} from '../../topology/json.js';
import {type ArmResource, isOfType} from '../../topology/world.js';
import type {TellingCall} from './arm-question.js';
import type {Collected} from './collected.js';
import {clusterSubnetIds, subnetReferences} from './references.js';

/*
 * What stands in no resource: routes that are in no table, where something brings a network of the cluster such routes, and
 * the rules that an interface says are in force. The calls change nothing; they are long-running operations, and run beside
 * everything else that is read.
 */

/** All interfaces of a subnet have the same routes; others are asked because a stopped machine does not answer. */
const mostInterfaces = 3;

/** As Azure names the interface of a private endpoint, which no machine has and which answers nothing [K]. */
const ofEndpoint = /\.nic\.[\da-f]{8}-[\da-f-]+$/i;

/**
 * What is in force in a subnet, by its interfaces: routes unless its table keeps learned ones out, security rules where its
 * group may not be read.
 */
export async function readInterfaces(
	network: ArmResource | undefined,
	subnet: ArmId,
	table: ArmResource | undefined,
	collected: Collected,
): Promise<void> {
	const {asksEveryInterface} = collected.arm;
	const found = network && subnetsOf(network).find(({id}) => sameArmId(id, subnet));
	if (network === undefined || found === undefined) {
		return;
	}

	const {securityGroup} = subnetReferences(found);
	const isGroupUnread =
		securityGroup !== undefined && collected.resources.get(armKey(securityGroup))?.state === 'denied';
	const operations = [
		...(asksEveryInterface || (propagates(table) && isTaught(network)) ? [callOperations.interface] : []),
		...(asksEveryInterface || isGroupUnread ? [callOperations.security] : []),
	];
	const ids = interfacesIn(found).filter(
		id => (asksEveryInterface || isOfType(id, 'Microsoft.Network/networkInterfaces')) && !ofEndpoint.test(id),
	);
	await Promise.all(
		ids.slice(0, mostInterfaces).flatMap(id => operations.map(operation => ask({id, operation}, id, collected))),
	);
}

/** What the gateways of a network have learned, and the gateways: one may send everything to a site. */
export async function readGatewayRoutes(network: ArmResource, collected: Collected): Promise<void> {
	const gateways = [...new Map(namedGateways(network).map(id => [armKey(id), id])).values()];
	await Promise.all(
		gateways.map(id =>
			collected.once(id, async () => {
				await Promise.all([collected.read(id), ask({id, operation: callOperations.gateway}, id, collected)]);
			}),
		),
	);
}

/** What hubs give to the networks of the cluster that are connected to them; with routing intent that is known anyway. */
export async function readHubRoutes(cluster: ArmResource, collected: Collected): Promise<void> {
	const own = new Set(clusterSubnetIds(cluster).map(id => armKey(parseArmId(id)?.parent ?? '')));
	const tables = decodeVirtualHubs(collected)
		.filter(({intent}) => intent === undefined)
		.flatMap(({id, connections}) =>
			connections
				.filter(({network}) => own.has(armKey(network)))
				.map(({routeTable}) => [armKey(routeTable), {id, routeTable}] as const),
		);
	await Promise.all(
		[...new Map(tables).values()].map(({id, routeTable}) =>
			ask({id, operation: callOperations.hub, table: routeTable}, hubAnswerId(routeTable), collected),
		),
	);
}

/** Kept under the path of the call, so that a world says whose answer it is. */
async function ask(call: TellingCall, owner: ArmId, {arm, callAnswers}: Collected): Promise<void> {
	const answer = await arm.call(call);
	if (answer.state !== 'absent') {
		callAnswers.set(callAnswerKey(owner, call.operation), answer);
	}
}

/** A table that could not be read is taken to let learned routes in. */
export function propagates(table: ArmResource | undefined): boolean {
	return !flag(table?.properties, 'disableBgpRoutePropagation');
}

/** Whether something brings a network routes: a gateway or route server of its own, or one behind a peering. */
function isTaught(network: ArmResource): boolean {
	const own = subnetsOf(network).some(
		subnet =>
			/^(?:gatewaysubnet|routeserversubnet)$/i.test(armName(subnet.id)) &&
			objects(subnet, 'properties', 'ipConfigurations').length > 0,
	);
	return own || teachingPeers(network).length > 0;
}

/** The peers whose gateway, or whose hub, brings its routes here. */
export function teachingPeers({properties}: ArmResource): readonly ArmId[] {
	return objects(properties, 'virtualNetworkPeerings').flatMap(peering => {
		const remote = text(peering, 'properties', 'remoteVirtualNetwork', 'id');
		const connected = text(peering, 'properties', 'peeringState')?.toLowerCase() === 'connected';
		return remote !== undefined &&
			connected &&
			(flag(peering, 'properties', 'useRemoteGateways') || /^HV_/i.test(armName(remote)))
			? [remote]
			: [];
	});
}
