import fc from 'fast-check';
import {expect, test} from 'vitest';
import {azureFirewall} from '../../../source/controls/azure-firewall/azure-firewall.js';
import {networkMatchRules} from '../../../source/controls/azure-firewall/network-rules.js';
import {formatAddress} from '../../../source/network/address.js';
import {decidingRule} from '../../../source/network/first-match.js';
import {entriesOf} from '../../helpers/ask-control.js';
import {draws} from '../../helpers/draws.js';
import {
	address,
	egressFlow,
	firewallWith,
	ruleGroup,
	toAddresses,
	toFirewall,
	topologyOf,
} from '../../helpers/topology.js';
import {collection, networkRule} from './rules.js';

const base = address('20.1.2.0');

const anyCollection = fc.record({
	priority: fc.integer({min: 100, max: 400}),
	group: fc.integer({min: 0, max: 1}),
	depth: fc.integer({min: 0, max: 1}),
	action: fc.constantFrom('allow' as const, 'deny' as const),
	to: fc.oneof(
		fc.tuple(fc.integer({min: 0, max: 3}), fc.integer({min: 30, max: 32})).map(([block, length]) => {
			return `${formatAddress(base + block * 4)}/${length}`;
		}),
		fc.constantFrom('Known', 'Unknown', '*'),
	),
});

/** The collections as two groups in each of two policies. */
function firewallOf(collections: readonly (typeof anyCollection extends fc.Arbitrary<infer T> ? T : never)[]) {
	const groups = [0, 1].flatMap(depth =>
		[0, 1].map(group =>
			ruleGroup(
				`g${depth}${group}`,
				100 + group,
				collections
					.filter(found => found.depth === depth && found.group === group)
					.map(({priority, action, to}, index) =>
						collection(`c${priority}-${index}`, priority, action, networkRule('rule', {to})),
					),
				depth,
			),
		),
	);
	return firewallWith(groups);
}

test('a verdict is certain exactly when every extent of an unknown tag that we try agrees with it', () => {
	fc.assert(
		fc.property(fc.array(anyCollection, {maxLength: 6}), fc.integer({min: 0, max: 15}), (collections, offset) => {
			const firewall = firewallOf(collections);
			const serviceTags = {known: [[base + 4, base + 7] as const]};
			const topology = topologyOf({routes: toFirewall, firewalls: [firewall], serviceTags});
			const target = base + offset;
			const [entry] = entriesOf(azureFirewall, egressFlow(toAddresses(formatAddress(target))), topology);

			const packet = {
				source: address('10.0.1.9'),
				destination: target,
				protocol: 6,
				sourcePort: 50_000,
				destinationPort: 443,
			};
			const verdicts = [[], [[target, target] as const]].map(unknown => {
				const told = topologyOf({routes: toFirewall, firewalls: [firewall], serviceTags: {...serviceTags, unknown}});
				return decidingRule(networkMatchRules(firewall, told), packet)?.action ?? 'deny';
			});
			const expected = verdicts[0] === verdicts[1] ? (verdicts[0] === 'allow' ? 'allowed' : 'blocked') : 'undecided';

			// Two rules for one unknown tag stand or fall together; taking each by itself may only add doubt.
			if (entry?.verdict !== 'undecided') {
				expect(entry?.verdict).toBe(expected);
			}

			if (collections.filter(({to}) => to === 'Unknown').length < 2) {
				expect(entry?.verdict).toBe(expected);
			}
		}),
		draws(300),
	);
});
