import {keyOf, parseId} from '../arm-id.js';
import {isObject, type Json, type JsonObject, listAt, objectsAt, textAt, withAt} from '../json.js';

const holders = /\/(?:networkInterfaces|virtualNetworkGateways)\/[^/]+$/i;

/** The answers of calls, by their paths as they are spelled. */
type Answers = readonly (readonly [path: string, answer: Json | undefined])[];

/**
 * A subnet names the configurations inside it, as Azure computes them: those of the gateways and interfaces of a world,
 * and of interfaces whose answers are there and that are not in it themselves. Who answered comes first, because nobody
 * asks all of them.
 */
export function linkConfigurations(
	resources: ReadonlyMap<string, JsonObject>,
	answers: Answers,
): ReadonlyMap<string, JsonObject> {
	const asked = answeredBy(answers);
	const isAsked = new Set(asked.map(({id}) => keyOf(id)));
	const elsewhere = asked.filter(({id}) => !resources.has(keyOf(id)));
	const configurations = [
		...configurationsOf(resources, isAsked),
		...elsewhere.flatMap(({id, subnet}) => {
			const home = subnet ?? subnetOfPool(id, resources);
			return home === undefined ? [] : [{id: `${id}/ipConfigurations/ipconfig1`, subnet: home}];
		}),
	];
	const inside = Map.groupBy(configurations, ({subnet}) => keyOf(subnet));
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

/** The interfaces that answered, each once; security rules say of which subnet they are, routes do not. */
function answeredBy(answers: Answers): readonly {readonly id: string; readonly subnet: string | undefined}[] {
	const found = new Map<string, {readonly id: string; readonly subnet: string | undefined}>();
	for (const [path, answer] of answers) {
		const id = /^(.+)\/(?:effectiveRouteTable|effectiveNetworkSecurityGroups)$/i.exec(path)?.[1];
		if (id !== undefined) {
			const told = objectsAt(answer, 'value').map(group => textAt(group, 'association', 'subnet', 'id'));
			found.set(keyOf(id), {id, subnet: told.find(subnet => subnet !== '') ?? found.get(keyOf(id))?.subnet});
		}
	}

	return [...found.values()];
}

/** An interface of a node says by its name which pool it is of: `aks-POOL-12345678-vmss`, as AKS names scale sets. */
function subnetOfPool(id: string, resources: ReadonlyMap<string, JsonObject>): string | undefined {
	const cluster = [...resources.values()].find(
		resource => parseId(textAt(resource, 'id'))?.type.toLowerCase() === 'microsoft.containerservice/managedclusters',
	);
	const pool = objectsAt(cluster, 'properties', 'agentPoolProfiles').find(candidate =>
		id.toLowerCase().includes(`/aks-${textAt(candidate, 'name').toLowerCase()}-`),
	);
	return textAt(pool, 'vnetSubnetID') || undefined;
}

function ownerOf(configuration: string): string {
	return keyOf(configuration.replace(/\/ipConfigurations\/[^/]+$/i, ''));
}
