import {type JsonObject, objectAt, objectsAt, textAt} from '../json.js';
import type {Store} from '../store.js';
import {refuse} from './arm-answers.js';
import {completeChildren} from './complete.js';
import {assertNetworkName} from './resource-names.js';
import type {ArmResourceType} from './resource-type.js';
import {checkRuleFields} from './security-rule-fields.js';

const rulesPerGroup = 1000;

export const networkSecurityGroups: ArmResourceType = {
	type: 'Microsoft.Network/networkSecurityGroups',
	whenBusy: 'retryable',
	etag: 'weak-etag',
	check: ({proposed, parsed}) => {
		assertNetworkName(parsed.name);
		const rules = objectsAt(proposed, 'properties', 'securityRules');
		for (const rule of rules) {
			checkRule(rule);
		}

		checkTogether(rules);
	},
	complete: proposal => {
		const completed = completeChildren(proposal, 'securityRules');
		const properties = objectAt(completed, 'properties');
		return {
			...completed,
			properties: {
				defaultSecurityRules: proposal.before ? objectsAt(proposal.before, 'properties', 'defaultSecurityRules') : [],
				...properties,
			},
		};
	},
	checkDelete: (store, id) => assertUnused(store, id, 'networkSecurityGroup', 'NetworkSecurityGroup'),
};

export const securityRules: ArmResourceType = {
	type: 'Microsoft.Network/networkSecurityGroups/securityRules',
	whenBusy: 'retryable',
	etag: 'weak-etag',
	check: ({proposed, parent, parsed}) => {
		checkRule(proposed);
		const name = parsed.name.toLowerCase();
		const others = objectsAt(parent, 'properties', 'securityRules').filter(
			rule => textAt(rule, 'name').toLowerCase() !== name,
		);
		checkTogether([...others, proposed]);
	},
	complete: ({proposed}) => proposed,
	checkDelete: () => undefined,
};

function checkRule(rule: JsonObject): void {
	assertNetworkName(textAt(rule, 'name'));
	checkRuleFields(textAt(rule, 'name'), objectAt(rule, 'properties'));
}

function checkTogether(rules: readonly JsonObject[]): void {
	if (rules.length > rulesPerGroup) {
		throw refuse(
			400,
			'SecurityRulesCountLimitReached',
			`The number of security rules exceeds the limit of ${rulesPerGroup} per network security group.`,
		);
	}

	const seen = new Map<string, string>();
	for (const rule of rules) {
		const {direction, priority} = objectAt(rule, 'properties');
		const slot = `${String(direction).toLowerCase()} ${String(priority)}`;
		const other = seen.get(slot);
		if (other !== undefined) {
			throw refuse(
				400,
				'SecurityRuleConflict',
				`Security rule ${textAt(rule, 'name')} conflicts with rule ${other}. Rules cannot have the same Priority and Direction. To learn more, see https://aka.ms/nsgrules.`,
				{details: []},
			);
		}

		seen.set(slot, textAt(rule, 'name'));
	}
}

/** A network security group or route table that a subnet still points to cannot be removed. */
export function assertUnused(
	store: Store,
	id: string,
	property: 'networkSecurityGroup' | 'routeTable',
	title: string,
): void {
	const user = store
		.all('resources')
		.flatMap(resource => [resource, ...objectsAt(resource, 'properties', 'subnets')])
		.find(resource => textAt(resource, 'properties', property, 'id').toLowerCase() === id.toLowerCase());
	if (user !== undefined) {
		throw refuse(
			400,
			`InUse${title}CannotBeDeleted`,
			`${title} ${id} cannot be deleted because it is in use by the following resources: ${textAt(user, 'id')}. In order to delete the ${title}, remove the association with the resource(s).`,
			{details: []},
		);
	}
}
