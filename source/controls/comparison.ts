import type {Changed} from '../network/allowed-difference.js';
import {formatPacket} from '../network/packet.js';
import {formatBox, type PacketSet} from '../network/packet-set.js';
import {valueKey} from '../network/value-key.js';
import type {Flow} from '../profiles/flow.js';
import type {Topology} from '../topology/topology.js';
import type {ControlId} from './control-id.js';

/** Addresses that are open because names are wanted and the control can say addresses only. */
export type ForNames = {
	readonly names: readonly string[];
	/** What cannot match names. */
	readonly by: 'security groups' | 'network rules' | 'network policies';
	/** `tcp 443 to every address for 10.41.0.0/25` */
	readonly open: string;
};

/** Something that becomes reachable. */
export type Opened<Id extends ControlId = ControlId> = {
	readonly control: Id;
	readonly resource: string;
	/** For people: `10.110.0.0/26 to gcr.io, tcp 443`. */
	readonly what: string;
	/** Undefined when all of it was required; else why it is wider, and how to have it narrower. */
	readonly wider:
		| {
				readonly reason: string;
				readonly alternative: string | undefined;
				readonly witness: string;
				/** Set where it is wider only because the control cannot match names. */
				readonly forNames?: ForNames;
		  }
		| undefined;
};

/** Something that was reachable and no longer is. */
export type Closed<Id extends ControlId = ControlId> = {
	readonly control: Id;
	readonly resource: string;
	readonly what: string;
	/** One packet or pair that is cut off. */
	readonly witness: string;
};

/** What one control lets through after and not before, and the other way round. */
export type Comparison<Id extends ControlId = ControlId> = {
	readonly opened: readonly Opened<Id>[];
	readonly closed: readonly Closed<Id>[];
	/** Questions past the node cap: neither proved nor refuted. */
	readonly undecided: readonly string[];
};

/** How one control compares its own before and after; what opened and no required flow asked for is wider. */
export type Compare<Id extends ControlId> = (
	before: Topology,
	after: Topology,
	required: readonly Flow[],
) => Comparison<Id>;

export const nothingChanged: Comparison<never> = {opened: [], closed: [], undecided: []};

export function joinComparisons<Id extends ControlId>(comparisons: readonly Comparison<Id>[]): Comparison<Id> {
	return {
		opened: distinct(comparisons.flatMap(({opened}) => opened)),
		closed: distinct(comparisons.flatMap(({closed}) => closed)),
		undecided: [...new Set(comparisons.flatMap(({undecided}) => undecided))],
	};
}

type Place<Id extends ControlId> = {readonly control: Id; readonly resource: string};

/** Opened and closed packets of an ordered rule list, as sentences with a packet that shows it. */
export function comparePackets<Id extends ControlId>(
	place: Place<Id>,
	opened: Changed<unknown>,
	beyond: Changed<unknown>,
	closed: Changed<unknown>,
): Comparison<Id> {
	return {
		opened:
			opened.example === undefined
				? []
				: [
						{
							...place,
							what: describePackets(opened.packets, opened.complete),
							wider:
								beyond.example === undefined
									? undefined
									: {
											reason: `More than required: ${describePackets(beyond.packets, beyond.complete)}.`,
											alternative: undefined,
											witness: formatPacket(beyond.example.packet),
										},
						},
					],
		closed:
			closed.example === undefined
				? []
				: [
						{
							...place,
							what: describePackets(closed.packets, closed.complete),
							witness: formatPacket(closed.example.packet),
						},
					],
		undecided: [],
	};
}

const shown = 4;

function describePackets(packets: PacketSet, complete: boolean): string {
	const more = complete ? packets.length - shown : Number.POSITIVE_INFINITY;
	const listed = packets.slice(0, shown).map(formatBox).join('; ');
	return more > 0 ? `${listed}; and ${Number.isFinite(more) ? `${more} more` : 'more'}` : listed;
}

function distinct<T>(items: readonly T[]): readonly T[] {
	return [...new Map(items.map(item => [valueKey(item), item])).values()];
}
