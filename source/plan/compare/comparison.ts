import type {ControlId} from '../../controls/control-id.js';
import type {Changed} from '../../network/allowed-difference.js';
import {formatPacket} from '../../network/packet.js';
import {formatBox, type PacketSet} from '../../network/packet-set.js';
import {valueKey} from '../../network/value-key.js';
import type {Closed, Opened} from '../proof.js';

/** What one control lets through after and not before, and the other way round. */
export type Comparison = {
	readonly opened: readonly Opened[];
	readonly closed: readonly Closed[];
	/** Questions past the node cap: neither proved nor refuted. */
	readonly undecided: readonly string[];
};

export const nothingChanged: Comparison = {opened: [], closed: [], undecided: []};

export function joinComparisons(comparisons: readonly Comparison[]): Comparison {
	return {
		opened: distinct(comparisons.flatMap(({opened}) => opened)),
		closed: distinct(comparisons.flatMap(({closed}) => closed)),
		undecided: [...new Set(comparisons.flatMap(({undecided}) => undecided))],
	};
}

type Place = {readonly control: ControlId; readonly resource: string};

/** Opened and closed packets of an ordered rule list, as sentences with a packet that shows it. */
export function comparePackets(
	place: Place,
	opened: Changed<unknown>,
	beyond: Changed<unknown>,
	closed: Changed<unknown>,
): Comparison {
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
