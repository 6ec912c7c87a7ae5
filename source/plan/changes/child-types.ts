import type {ArmId} from '../../topology/arm-id.js';
import type {ChangeOf} from '../change.js';

export type ChildType = ChangeOf<'arm-child'>['type'];

/** What is known of one type of child resource. */
type ChildTypeRecord = {
	readonly armType: string;
	/** The list of the parent's properties in which it stands. */
	readonly field: string;
	/** Whether the parent lists ids only, and the child is read on its own. */
	readonly isOwnResource: boolean;
	readonly title: (name: string, parent: string) => string;
	/** Undefined where writes exclude each other within the parent only. */
	readonly lane: string | undefined;
};

export const childTypes = {
	'rule-collection-group': {
		armType: 'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
		field: 'ruleCollectionGroups',
		isOwnResource: true,
		title: (name, policy) => `Write rule collection group ${name} to policy ${policy}`,
		// Writes to one policy, its parents and its firewalls exclude each other (terraform-provider-azurerm#15440).
		lane: 'firewalls',
	},
	'security-rule': {
		armType: 'Microsoft.Network/networkSecurityGroups/securityRules',
		field: 'securityRules',
		isOwnResource: false,
		title: (name, group) => `Add rule ${name} to ${group}`,
		lane: undefined,
	},
	route: {
		armType: 'Microsoft.Network/routeTables/routes',
		field: 'routes',
		isOwnResource: false,
		title: (name, table) => `Add route ${name} to ${table}`,
		lane: undefined,
	},
} as const satisfies Readonly<Record<ChildType, ChildTypeRecord>>;

/** The name of the resource that a child belongs to. */
export function parentName(id: ArmId): string {
	return id.split('/').at(-3) ?? id;
}
