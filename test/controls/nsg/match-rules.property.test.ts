import fc from 'fast-check';
import {expect, test} from 'vitest';
import {nsgMatchRules} from '../../../source/controls/nsg/match-rules.js';
import {nsg} from '../../../source/controls/nsg/nsg.js';
import {formatAddress} from '../../../source/network/address.js';
import {decidingRule} from '../../../source/network/first-match.js';
import {ports} from '../../../source/network/port-set.js';
import {entriesOf} from '../../helpers/ask-control.js';
import {draws} from '../../helpers/draws.js';
import {
	address,
	egressFlow,
	groupId,
	nodesId,
	securityGroup,
	securityRule,
	toAddresses,
	topologyOf,
} from '../../helpers/topology.js';

const base = address('20.1.2.0');

const anyRule = fc
	.record({
		priority: fc.integer({min: 100, max: 4096}),
		access: fc.constantFrom('allow', 'deny'),
		first: fc.integer({min: 0, max: 15}),
		length: fc.integer({min: 28, max: 32}),
		on: fc.constantFrom(undefined, [443], [80], [80, 443]),
	})
	.map(({priority, access, first, length, on}) => {
		const span = 2 ** (32 - length);
		const to = `${formatAddress(base + Math.floor(first / span) * span)}/${length}`;
		return securityRule(`r${priority}`, priority, 'outbound', access, on === undefined ? {to} : {to, on});
	});

test('a verdict about a set is what asking packet by packet says', () => {
	fc.assert(
		fc.property(
			fc.uniqueArray(anyRule, {selector: rule => rule.priority, maxLength: 8}),
			fc.constantFrom([443], [80, 443]),
			(rules, numbers) => {
				const topology = topologyOf({securityRules: rules});
				const list = nsgMatchRules(securityGroup(groupId, rules), 'outbound', topology, {
					subnet: nodesId,
					reading: 'narrow',
					bound: 'best',
				});
				const everyPacketAllowed = Array.from({length: 16}, (_, index) => base + index).every(destination =>
					numbers.every(
						destinationPort =>
							decidingRule(list, {
								source: address('10.0.1.7'),
								destination,
								protocol: 6,
								sourcePort: 50_000,
								destinationPort,
							})?.action === 'allow',
					),
				);
				const byHand = Array.from({length: 16}, (_, index) => base + index).every(destination =>
					numbers.every(port => {
						const first = rules
							.toSorted((a, b) => a.priority - b.priority)
							.find(
								rule =>
									rule.destination.addresses.some(([low, high]) => low <= destination && destination <= high) &&
									rule.destinationPorts.some(([low, high]) => low <= port && port <= high),
							);
						return first === undefined || first.access === 'allow';
					}),
				);
				const flow = egressFlow(toAddresses('20.1.2.0/28'), {ports: ports(...numbers)});
				const [entry] = entriesOf(nsg, flow, topology);

				expect(everyPacketAllowed).toBe(byHand);
				expect(entry?.verdict).toBe(byHand ? 'allowed' : 'blocked');
			},
		),
		draws(150),
	);
});
