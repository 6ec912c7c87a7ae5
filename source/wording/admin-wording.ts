import type {TrailEntry} from '../controls/finding.js';
import type {AdminGrounds} from '../controls/security-admin/grounds.js';
import type {AdminRule} from '../topology/admin-rule.js';
import {armName} from '../topology/arm-id.js';
import type {Told, Wording} from './control-wording.js';
import {trafficOf} from './group-wording.js';
import {listed} from './listed.js';

/** What rules of a network manager say, in words. */
export function adminWording(grounds: AdminGrounds, {verdict, missing, decision}: TrailEntry, told: Told): Wording {
	const network = armName(grounds.rules.network);
	if (grounds.kind === 'unread') {
		return {
			rule: 'not read',
			why: `Whether security admin rules stop packets on ${network} before any group is evaluated is not known. ${grounds.reason}`,
		};
	}

	const rule = listed(grounds.deciding.map(label));
	const traffic = trafficOf(decision.hop, told);
	switch (verdict) {
		case 'blocked': {
			return {
				rule,
				why: `Security admin rule ${rule} denies ${traffic} on ${network}, before any security group is evaluated.`,
			};
		}

		case 'undecided': {
			return {
				rule,
				why: `Whether security admin rule ${rule} stops ${traffic} on ${network} depends on ${missing?.datum ?? 'what is not known'}.`,
			};
		}

		default: {
			const spared = grounds.deciding.some(({access}) => access === 'always-allow');
			return {
				rule,
				why: `Security admin rule ${rule} lets ${traffic} through on ${network}${spared ? ', whatever the security groups say' : ''}.`,
			};
		}
	}
}

function label({name, priority}: AdminRule): string {
	return `${name} (${priority})`;
}
