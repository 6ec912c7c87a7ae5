import type {NeedOf} from '../../controls/need.js';
import {formatAddress} from '../../network/address.js';
import {toCidrs} from '../../network/address-set.js';
import {armKey} from '../../topology/arm-id.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {ChangeOf} from '../change.js';
import {type Wanted, wantedOf} from '../wanted.js';
import {type Draft, type Drafts, type PlanProblem, problemOf} from './draft.js';
import {ownName} from './names.js';
import type {Drafter} from './need-record.js';

type ChildDraft = Draft<ChangeOf<'arm-child'>>;

export const routeDrafter: Drafter = {
	control: 'route-table',
	draft: (wanted, {topology}) => routeChanges(wanted, topology),
};

/** One route per prefix and table, named after the prefix. */
function routeChanges(wanted: readonly Wanted[], topology: Topology): Drafts<ChangeOf<'arm-child'>> {
	const drafts = new Map<string, ChildDraft>();
	const problems: PlanProblem[] = [];
	for (const item of wantedOf(wanted, 'route')) {
		const {need} = item;
		const table = knownValue(topology.routeTables.get(armKey(need.routeTable)));
		if (table === undefined || table.managed) {
			problems.push(
				problemOf(`${need.routeTable} is managed by AKS or was not read, so aksess does not write to it.`, [item]),
			);
			continue;
		}

		for (const prefix of toCidrs(need.prefix)) {
			const name = ownName(prefix.replace('/', '-'));
			const id = `${table.id}/routes/${name}`;
			drafts.set(armKey(id), {
				change: {
					kind: 'arm-child',
					type: 'route',
					id,
					before: null,
					after: {
						id,
						name,
						type: 'Microsoft.Network/routeTables/routes',
						properties: {addressPrefix: prefix, ...nextHop(need.nextHop)},
					},
				},
				wanted: [...(drafts.get(armKey(id))?.wanted ?? []), item],
			});
		}
	}

	return {drafts: [...drafts.values()], problems};
}

function nextHop(hop: NeedOf<'route'>['nextHop']) {
	return typeof hop === 'string'
		? {nextHopType: hop}
		: {nextHopType: 'VirtualAppliance', nextHopIpAddress: formatAddress(hop.appliance)};
}
