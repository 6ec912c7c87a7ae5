import type {PacketSet} from '../../network/packet-set.js';
import type {Leg, Packets} from '../../routing/way.js';
import type {ArmId} from '../../topology/arm-id.js';
import type {Firewall} from '../../topology/firewall.js';
import type {TrailEntry} from '../finding.js';
import type {FilterRule} from './grounds.js';

/** A firewall that blocks, with the rules that do it and the packets that meet it. */
export type Stop = {
	readonly firewall: Firewall;
	readonly subnet: ArmId;
	readonly packets: Packets;
	readonly leg: Leg;
	readonly denials: readonly (FilterRule | undefined)[];
	/** What they stop in some reading; undefined where it is too much to list. */
	readonly denied: PacketSet | undefined;
};

export function stopAt({decision, parts}: TrailEntry): readonly Stop[] {
	const {hop, ...telling} = decision;
	const {place, packets} = hop;
	const denied = parts.map(part =>
		part.control === 'azure-firewall' && part.grounds.kind === 'rules' ? part.grounds.denied : undefined,
	);
	return place.kind === 'firewall' && telling.control === 'azure-firewall' && telling.grounds.kind === 'rules'
		? [
				{
					firewall: place.firewall,
					subnet: place.subnet,
					packets,
					leg: hop.leg,
					denials: telling.grounds.rules,
					denied: denied.includes(undefined) ? undefined : denied.flatMap(list => list ?? []),
				},
			]
		: [];
}
