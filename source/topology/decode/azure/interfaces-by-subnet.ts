import {type ArmId, type ArmKey, armKey} from '../../arm-id.js';
import {objects, references, text} from '../../json.js';
import {type ArmResource, isOfType, type JsonObject, type World} from '../../world.js';
import {subnetsOf} from './decode-virtual-network.js';

/** A network interface and the subnet it stands in, both spelled as Azure spelled them. */
export type Placed = {readonly interface: ArmId; readonly subnet: ArmId};

/** Where interfaces stand: a subnet names the configurations inside it, and an interface names its subnet. */
export function interfacesBySubnet(world: World): ReadonlyMap<ArmKey, Placed> {
	const resources = [...world.resources.values()].flatMap(known => (known.state === 'known' ? [known.value] : []));
	const placed = resources.flatMap(resource => [
		...(isOfType(resource.id, 'Microsoft.Network/virtualNetworks') ? subnetsOf(resource).flatMap(placedIn) : []),
		...(isOfType(resource.id, 'Microsoft.Network/virtualNetworks/subnets') ? placedIn(resource) : []),
		...homeOf(resource),
	]);
	return new Map(placed.map(found => [armKey(found.interface), found]));
}

function placedIn(subnet: JsonObject & {readonly id: ArmId}): readonly Placed[] {
	return interfacesIn(subnet).map(id => ({interface: id, subnet: subnet.id}));
}

/** The interfaces that have addresses of a subnet, those of scale sets among them; each once. */
export function interfacesIn(subnet: JsonObject): readonly ArmId[] {
	const ids = references(subnet, 'properties', 'ipConfigurations').flatMap(
		id => /^(.+\/networkInterfaces\/[^/]+)\/ipConfigurations\//i.exec(id)?.[1] ?? [],
	);
	return [...new Map(ids.map(id => [armKey(id), id])).values()];
}

function homeOf({id, properties}: ArmResource): readonly Placed[] {
	return /\/networkInterfaces\/[^/]+$/i.test(id)
		? objects(properties, 'ipConfigurations').flatMap(configuration => {
				const subnet = text(configuration, 'properties', 'subnet', 'id');
				return subnet === undefined ? [] : [{interface: id, subnet}];
			})
		: [];
}
