import {anyProtocol, type ProtocolSet, protocols} from '../../../network/protocol-set.js';
import type {AdminRule, AdminRules} from '../../admin-rule.js';
import {type ArmId, armKey, armName, parseArmId, sameArmId} from '../../arm-id.js';
import {count, objects, text, texts} from '../../json.js';
import type {RuleAddresses} from '../../virtual-network.js';
import {type ArmResource, isOfType, type JsonObject, type World} from '../../world.js';
import {decodePorts} from './decode-ports.js';
import {parseAddressesAndTags} from './parse-address-or-tag.js';

const manager = 'Microsoft.Network/networkManagers';
const ruleType = `${manager}/securityAdminConfigurations/ruleCollections/rules`;

/**
 * What Azure answers for a network itself is all there is. Without that answer the rules that were read may be in force:
 * surely where their collection names a group that names the network; the members of others are found by policies that
 * stand in no resource of the network (concept-network-groups).
 */
export function decodeAdminRules(network: ArmId, world: World): AdminRules {
	const effective = world.adminRules?.get(armKey(network));
	if (effective?.state === 'known') {
		const rules = effective.value.map(rule => ({id: text(rule, 'id') ?? network, rule, surely: true}));
		return collect(network, rules, undefined);
	}

	const rules = resourcesOf(world, ruleType).map(rule => ({
		id: rule.id,
		rule,
		surely: isInForce(rule, network, world),
	}));
	const reason = effective?.state === 'denied' ? effective.reason : undefined;
	return resourcesOf(world, manager).length > 0 || rules.length > 0
		? collect(network, rules, reason)
		: {...collect(network, rules, undefined), unasked: reason};
}

type RawRule = {readonly id: ArmId; readonly rule: JsonObject; readonly surely: boolean};

/** A rule that is not understood leaves the whole in doubt: it may deny. */
function collect(network: ArmId, raw: readonly RawRule[], unread: string | undefined): AdminRules {
	const decoded = raw.map(({id, rule, surely}) => ({id, surely, rule: decodeRule(id, rule)}));
	const odd = decoded.find(({rule}) => rule === undefined);
	return {
		network,
		rules: decoded
			.flatMap(({rule, surely}) => (rule === undefined ? [] : [{...rule, surely}]))
			.toSorted((a, b) => a.priority - b.priority),
		unread: odd === undefined ? unread : `The security admin rule ${armName(odd.id)} could not be understood.`,
	};
}

function isInForce(rule: ArmResource, network: ArmId, world: World): boolean {
	const collection = parseArmId(rule.id)?.parent;
	const found = resourcesOf(world, `${manager}/securityAdminConfigurations/ruleCollections`).find(({id}) =>
		sameArmId(id, collection),
	);
	const groups = objects(found?.properties, 'appliesToGroups').flatMap(group => text(group, 'networkGroupId') ?? []);
	const members = resourcesOf(world, `${manager}/networkGroups/staticMembers`).filter(({id}) =>
		groups.some(group => sameArmId(parseArmId(id)?.parent, group)),
	);
	return members.some(({properties}) => sameArmId(text(properties, 'resourceId'), network));
}

function decodeRule(id: ArmId, {name, properties}: JsonObject): AdminRule | undefined {
	const priority = count(properties, 'priority');
	const direction = text(properties, 'direction')?.toLowerCase();
	const access = accesses.get(text(properties, 'access')?.toLowerCase() ?? '');
	const protocol = protocolSets.get(text(properties, 'protocol')?.toLowerCase() ?? 'any');
	const sourcePorts = decodePorts(texts(properties, 'sourcePortRanges'));
	const destinationPorts = decodePorts(texts(properties, 'destinationPortRanges'));
	const source = sideOf(objects(properties, 'sources'));
	const destination = sideOf(objects(properties, 'destinations'));
	return priority === undefined ||
		(direction !== 'inbound' && direction !== 'outbound') ||
		access === undefined ||
		protocol === undefined ||
		!sourcePorts.ok ||
		!destinationPorts.ok ||
		source === undefined ||
		destination === undefined
		? undefined
		: {
				id,
				name: typeof name === 'string' ? name : (parseArmId(id)?.name ?? id),
				priority,
				direction,
				access,
				protocol,
				source,
				sourcePorts: sourcePorts.value,
				destination,
				destinationPorts: destinationPorts.value,
			};
}

const accesses: ReadonlyMap<string, AdminRule['access']> = new Map([
	['allow', 'allow'],
	['alwaysallow', 'always-allow'],
	['deny', 'deny'],
]);

const protocolSets: ReadonlyMap<string, ProtocolSet> = new Map([
	['any', anyProtocol],
	...(['tcp', 'udp', 'icmp', 'esp', 'ah'] as const).map(name => [name, protocols(name)] as const),
]);

/** No entry means every address. A network group as an end is a name here that nobody resolves. */
function sideOf(entries: readonly JsonObject[]): RuleAddresses | undefined {
	const prefixes = entries.length === 0 ? ['*'] : entries.flatMap(entry => text(entry, 'addressPrefix') ?? []);
	const named = parseAddressesAndTags(prefixes);
	return named.ok ? {...named.value, applicationSecurityGroups: []} : undefined;
}

function resourcesOf(world: World, type: string): readonly ArmResource[] {
	return [...world.resources.values()].flatMap(resource =>
		resource.state === 'known' && isOfType(resource.value.id, type) ? [resource.value] : [],
	);
}
