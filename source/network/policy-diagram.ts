import {both, type Diagram, either, nothing, without} from './decision-diagram.js';
import type {MatchRule} from './match-rule.js';
import {boxDiagram, type PacketForest, packetsDiagram} from './packet-diagram.js';
import {boxesOverlap, byFamily, type PacketSet} from './packet-set.js';

/** The packets of the region that the list allows. What no rule matches is not allowed. */
export function allowedWithin<Origin>(
	packets: PacketForest,
	rules: readonly MatchRule<Origin>[],
	where: PacketSet,
): Diagram {
	const region = where.flatMap(byFamily);
	const {trees} = packets;
	const asked = packetsDiagram(packets, region);
	let allowed: Diagram = nothing;
	// From the last rule to the first: each overrides what the rules after it say.
	for (let index = rules.length - 1; index >= 0; index--) {
		const {match, action} = rules[index] as MatchRule<Origin>;
		for (const row of match) {
			if (region.some(part => boxesOverlap(part, row))) {
				const matched = both(trees, asked, boxDiagram(packets, row));
				allowed = action === 'allow' ? either(trees, allowed, matched) : without(trees, allowed, matched);
			}
		}
	}

	return allowed;
}
