import type {Decision} from '../../controls/decision.js';
import type {TrailEntry} from '../../controls/finding.js';
import type {AddressSet} from '../../network/address-set.js';
import {isSubset} from '../../network/interval-set.js';
import {isWithin, type PacketSet} from '../../network/packet-set.js';
import {valueKey} from '../../network/value-key.js';

type Trail = readonly TrailEntry[];

/**
 * Whether one control lets less of a flow through after than before, at any place of its way. A verdict alone would not
 * tell: what is blocked at one place, or in part, may still need a rule for the rest. What is undecided before is no
 * answer here: it may need anything.
 */
export function letsLess(before: Trail, after: Trail): boolean {
	const [old, now] = [decisions(before), decisions(after)];
	return (
		old.length !== now.length ||
		old.some((decision, index) => {
			const other = now[index];
			return other === undefined || decision.hop.station !== other.hop.station || isLess(decision, other);
		})
	);
}

function decisions(trail: Trail): readonly Decision[] {
	return trail.flatMap(({parts}) => parts);
}

function isLess(before: Decision, after: Decision): boolean {
	if (before.verdict === 'undecided') {
		return false;
	}

	return before.verdict !== after.verdict || (before.verdict === 'blocked' && !sameRefusal(before, after));
}

/** Never true where more is refused; false where it cannot be told. */
function sameRefusal(before: Decision, after: Decision): boolean {
	const [old, now] = [refusal(before), refusal(after)];
	return (
		old !== undefined &&
		now !== undefined &&
		old.rest === now.rest &&
		isWithin(now.packets, old.packets) &&
		isSubset(now.addresses, old.addresses)
	);
}

type Refusal = {
	readonly packets: PacketSet;
	readonly addresses: AddressSet;
	/** What is refused and is no set. */
	readonly rest: string;
};

function refusal({grounds}: Decision): Refusal | undefined {
	const nothing: Refusal = {packets: [], addresses: [], rest: ''};
	switch (grounds.kind) {
		case 'rules': {
			return 'denied' in grounds && grounds.denied !== undefined ? {...nothing, packets: grounds.denied} : undefined;
		}

		case 'missing': {
			return {...nothing, addresses: grounds.missing};
		}

		case 'unpublished': {
			return {...nothing, rest: grounds.narrow.map(({rule}) => rule.name).join('\n')};
		}

		case 'judged': {
			const refused = grounds.items.map(({verdict, pods, cutOff, cutOffAddresses, because}) => [
				...[verdict, because, cutOffAddresses],
				...[pods, cutOff].map(list => list.map(({namespace, name}) => `${namespace}/${name}`)),
			]);
			return {...nothing, rest: valueKey(refused)};
		}

		default: {
			return undefined;
		}
	}
}
