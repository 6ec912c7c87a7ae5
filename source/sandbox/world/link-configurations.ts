import {keyOf, parseId} from '../arm-id.js';
import {isObject, type JsonObject, listAt, objectsAt, textAt, withAt} from '../json.js';

const holders = /\/(?:networkInterfaces|virtualNetworkGateways)\/[^/]+$/i;

/**
 * A subnet names the configurations inside it, as Azure computes them: those of the gateways and interfaces of a world,
 * and of interfaces whose routes are there and that are not in it themselves. Whose routes are there comes first, because
 * nobody asks all of them.
 */
export function linkConfigurations(
	resources: ReadonlyMap<string, JsonObject>,
	answered: readonly string[],
): ReadonlyMap<string, JsonObject> {
	const asked = answered.flatMap(key => /^(.+)\/effectiveRouteTable$/i.exec(key)?.[1] ?? []);
	const isAsked = new Set(asked.map(keyOf));
	const inside = Map.groupBy([...configurationsOf(resources, isAsked), ...guessed(resources, asked)], ({subnet}) =>
		keyOf(subnet),
	);
	if (inside.size === 0 && isAsked.size === 0) {
		return resources;
	}

	const completed = (subnet: JsonObject): JsonObject => {
		const listed = objectsAt(subnet, 'properties', 'ipConfigurations');
		const known = new Set(listed.map(configuration => keyOf(textAt(configuration, 'id'))));
		const added = (inside.get(keyOf(textAt(subnet, 'id'))) ?? []).filter(({id}) => !known.has(keyOf(id)));
		const all = [...listed, ...added.map(({id}) => ({id}))];
		const first = all.filter(({id}) => isAsked.has(ownerOf(typeof id === 'string' ? id : '')));
		return added.length === 0 && first.length === 0
			? subnet
			: withAt(subnet, ['properties', 'ipConfigurations'], [...first, ...all.filter(entry => !first.includes(entry))]);
	};
	return new Map(
		[...resources].map(([key, resource]) => {
			const type = parseId(textAt(resource, 'id'))?.type.toLowerCase();
			return [
				key,
				type === 'microsoft.network/virtualnetworks'
					? withSubnets(resource, completed)
					: type === 'microsoft.network/virtualnetworks/subnets'
						? completed(resource)
						: resource,
			];
		}),
	);
}

function withSubnets(network: JsonObject, change: (subnet: JsonObject) => JsonObject): JsonObject {
	const subnets = listAt(network, 'properties', 'subnets');
	const changed = subnets.map(subnet => (isObject(subnet) ? change(subnet) : subnet));
	return changed.every((subnet, index) => subnet === subnets[index])
		? network
		: withAt(network, ['properties', 'subnets'], changed);
}

type Configuration = {readonly id: string; readonly subnet: string};

function configurationsOf(resources: ReadonlyMap<string, JsonObject>, asked: ReadonlySet<string>) {
	return [...resources.values()].flatMap((resource): readonly Configuration[] => {
		const id = textAt(resource, 'id');
		const isGateway = /\/virtualNetworkGateways\/[^/]+$/i.test(id);
		if (!holders.test(id) || (!isGateway && !asked.has(keyOf(id)))) {
			return [];
		}

		return objectsAt(resource, 'properties', 'ipConfigurations').flatMap(configuration => {
			const subnet = textAt(configuration, 'properties', 'subnet', 'id');
			const own =
				textAt(configuration, 'id') || `${id}/ipConfigurations/${textAt(configuration, 'name') || 'ipconfig'}`;
			return subnet === '' ? [] : [{id: own, subnet}];
		});
	});
}

/** An interface of a node says by its name which pool it is of: `aks-POOL-12345678-vmss`, as AKS names scale sets. */
function guessed(resources: ReadonlyMap<string, JsonObject>, asked: readonly string[]): readonly Configuration[] {
	const cluster = [...resources.values()].find(
		resource => parseId(textAt(resource, 'id'))?.type.toLowerCase() === 'microsoft.containerservice/managedclusters',
	);
	const pools = objectsAt(cluster, 'properties', 'agentPoolProfiles');
	return asked
		.filter(id => !resources.has(keyOf(id)))
		.flatMap(id => {
			const pool = pools.find(candidate =>
				id.toLowerCase().includes(`/aks-${textAt(candidate, 'name').toLowerCase()}-`),
			);
			const subnet = textAt(pool, 'vnetSubnetID');
			return subnet === '' ? [] : [{id: `${id}/ipConfigurations/ipconfig1`, subnet}];
		});
}

function ownerOf(configuration: string): string {
	return keyOf(configuration.replace(/\/ipConfigurations\/[^/]+$/i, ''));
}
