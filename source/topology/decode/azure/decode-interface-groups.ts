import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import {type ArmId, armKey, armName} from '../../arm-id.js';
import {answeredIds, callAnswer, callOperations} from '../../call-answers.js';
import {object, objects, text} from '../../json.js';
import {denied, flatMapKnown, type Known, known} from '../../known.js';
import {isManaged} from '../../managed.js';
import type {GroupInForce, InterfaceGroups} from '../../told-groups.js';
import type {ArmResource, JsonObject, World} from '../../world.js';
import {decodeRuleInForce, type RuleInForce} from './decode-rule-in-force.js';
import {interfacesBySubnet} from './interfaces-by-subnet.js';

/**
 * The effective security rules of interfaces (`az network nic list-effective-nsg`): one list per group that stands at the
 * interface or at its subnet (diagnose-network-traffic-filter-problem). A group that is named with a subnet stands there,
 * whether the interface is named with it or not (REST example of Get effective network security group).
 */
export function decodeInterfaceGroups(
	world: World,
	cluster: ArmResource | undefined,
): readonly Known<InterfaceGroups>[] {
	const ids = answeredIds(world, callOperations.security);
	const homes = ids.length === 0 ? undefined : interfacesBySubnet(world);
	return ids.map(key => {
		const home = homes?.get(armKey(key));
		const id = home?.interface ?? key;
		return flatMapKnown(callAnswer(world, id, callOperations.security), (entries): Known<InterfaceGroups> => {
			// Entries without a group are rules of a network manager, which networks tell themselves.
			const groups = entries.filter(entry => text(entry, 'networkSecurityGroup', 'id') !== undefined);
			const decoded = groups.map(entry => decodeGroup(entry, cluster));
			const odd = decoded.find(group => !group.ok);
			if (odd?.ok === false) {
				return denied(`The effective security rules of ${armName(id)} could not be understood: ${odd.problem}.`);
			}

			const placed = groups.flatMap((entry, index) => {
				const group = decoded[index];
				return group?.ok ? [{subnet: text(entry, 'association', 'subnet', 'id'), group: group.value}] : [];
			});
			return known({
				interface: id,
				isNode: isManaged(id, cluster),
				subnet: home?.subnet ?? placed.find(({subnet}) => subnet !== undefined)?.subnet,
				atSubnet: placed.find(({subnet}) => subnet !== undefined)?.group,
				atInterface: placed.find(({subnet}) => subnet === undefined)?.group,
			});
		});
	});
}

function decodeGroup(entry: JsonObject, cluster: ArmResource | undefined): Parsed<GroupInForce> {
	const group: ArmId = text(entry, 'networkSecurityGroup', 'id') ?? '';
	const {subnet, networkInterface} = object(entry, 'association') ?? {};
	if (text(subnet, 'id') === undefined && text(networkInterface, 'id') === undefined) {
		return refused(`it does not say where ${armName(group)} stands`);
	}

	const found: RuleInForce[] = [];
	for (const row of objects(entry, 'effectiveSecurityRules')) {
		const rule = decodeRuleInForce(row);
		if (!rule.ok) {
			return refused(`a rule of ${armName(group)}: ${rule.problem}`);
		}

		found.push(rule.value);
	}

	const rules = found.map(({rule}) => rule).toSorted((a, b) => a.priority - b.priority);
	const isWhole = (['inbound', 'outbound'] as const).every(direction =>
		rules.some(rule => rule.direction === direction && rule.priority === lastPriority),
	);
	return isWhole
		? parsed({
				group,
				managed: isManaged(group, cluster),
				rules,
				tags: new Map(found.flatMap(({expanded}) => expanded)),
			})
		: refused(`the rules of ${armName(group)} are not complete: Azure's own last ones are missing`);
}

/** Of the rule that denies what nobody allowed, which every group has in both directions. */
const lastPriority = 65_500;
