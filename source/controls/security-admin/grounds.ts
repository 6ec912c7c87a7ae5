import type {AdminRule, AdminRules} from '../../topology/admin-rule.js';

/** What rules of a network manager do with packets before any group is evaluated. */
export type AdminGrounds =
	| {
			readonly kind: 'rules';
			readonly rules: AdminRules;
			/** What decided; empty where no rule matches and the groups decide. */
			readonly deciding: readonly AdminRule[];
	  }
	| {readonly kind: 'unread'; readonly rules: AdminRules; readonly reason: string};
