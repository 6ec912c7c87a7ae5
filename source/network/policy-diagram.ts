import {both, type Diagram, either, nothing, without} from './decision-diagram.js';
import type {MatchRule} from './match-rule.js';
import {boxDiagram, type PacketForest, packetsDiagram} from './packet-diagram.js';
import type {Box, PacketSet} from './packet-set.js';
import {candidateRows, prepare} from './prepared-policy.js';

/** The packets of the region that the list allows. What no rule matches is not allowed. */
export function allowedWithin<Origin>(
	packets: PacketForest,
	rules: readonly MatchRule<Origin>[],
	region: PacketSet,
): Diagram {
	const prepared = prepare(rules);
	const {trees} = packets;
	const asked = packetsDiagram(packets, region);
	let allowed: Diagram = nothing;
	// From the last rule to the first: each overrides what the rules after it say.
	for (const row of candidateRows(prepared, region).toReversed()) {
		const matched = both(trees, asked, boxDiagram(packets, prepared.boxes[row] as Box));
		const {action} = prepared.rules[prepared.ruleOf[row] as number] as MatchRule<Origin>;
		allowed = action === 'allow' ? either(trees, allowed, matched) : without(trees, allowed, matched);
	}

	return allowed;
}
