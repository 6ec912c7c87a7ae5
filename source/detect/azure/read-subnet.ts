import {type ArmId, sameArmId} from '../../topology/arm-id.js';
import {subnetsOf} from '../../topology/decode/azure/decode-virtual-network.js';
import type {ArmResource} from '../../topology/world.js';
import type {Collected} from './collected.js';
import {natGatewayPublicIds, subnetReferences} from './references.js';

/**
 * What stands around a subnet: its security group, its routes, its NAT gateway with its addresses. Returns the route
 * table. The subnet is read alone where its network could not be: one may be allowed without the other.
 */
export async function readSubnetSurroundings(
	network: ArmResource | undefined,
	id: ArmId,
	{read}: Collected,
): Promise<ArmResource | undefined> {
	const subnet =
		network === undefined ? await read(id) : subnetsOf(network).find(candidate => sameArmId(candidate.id, id));
	if (subnet === undefined) {
		return undefined;
	}

	const {securityGroup, routeTable, natGateway} = subnetReferences(subnet);
	const readNatGateway = async (): Promise<void> => {
		const gateway = natGateway === undefined ? undefined : await read(natGateway);
		await Promise.all((gateway === undefined ? [] : natGatewayPublicIds(gateway)).map(read));
	};

	const [table] = await Promise.all([
		routeTable === undefined ? undefined : read(routeTable),
		securityGroup === undefined ? undefined : read(securityGroup),
		readNatGateway(),
	]);
	return table;
}
