import {expect, test} from 'vitest';
import {rulesInOrder} from '../../source/routing/evaluation-order.js';
import type {RuleCollection} from '../../source/topology/firewall.js';
import {applicationRule, collection, dnatRule, networkRule} from '../controls/azure-firewall/rules.js';
import {firewallWith, ruleGroup} from '../helpers/topology.js';

function net(name: string, priority: number): RuleCollection {
	return collection(name, priority, 'allow', networkRule('rule', {to: '*'}));
}

function app(name: string, priority: number): RuleCollection {
	return collection(name, priority, 'allow', applicationRule('rule', ['*']));
}

function dnat(name: string, priority: number): RuleCollection {
	return collection(name, priority, 'dnat', dnatRule('rule', 80, '10.0.1.50'));
}

// The example of rule-processing.md, as facts A1 restates it; written out of order on purpose.
const example = firewallWith([
	ruleGroup('ChildRCG2', 650, [app('ChAppRC2', 2000), dnat('ChDNATRC3', 3000), net('ChNetRC2', 1100)]),
	ruleGroup('BaseRCG2', 300, [net('NetworkRC2', 1300), app('AppRC2', 1200)], 1),
	ruleGroup('ChildRCG1', 300, [app('ChAppRC1', 900), net('ChNetRC1', 700)]),
	ruleGroup('BaseRCG1', 200, [net('NetworkRC1', 800), dnat('DNATRC3', 610), dnat('DNATRC1', 600)], 1),
]);

test("asks the rules in the order of Azure's own example", () => {
	const order = (['dnat', 'network', 'application'] as const).flatMap(kind =>
		rulesInOrder(example, kind).map(placed => placed.collection.name),
	);

	expect(order).toEqual([
		'DNATRC1',
		'DNATRC3',
		'ChDNATRC3',
		'NetworkRC1',
		'NetworkRC2',
		'ChNetRC1',
		'ChNetRC2',
		'AppRC2',
		'ChAppRC1',
		'ChAppRC2',
	]);
});

test('asks a grandparent before a parent', () => {
	const firewall = firewallWith([
		ruleGroup('own', 100, [net('own', 100)]),
		ruleGroup('parent', 100, [net('parent', 100)], 1),
		ruleGroup('grandparent', 900, [net('grandparent', 900)], 2),
	]);

	expect(rulesInOrder(firewall, 'network').map(({group}) => group.name)).toEqual(['grandparent', 'parent', 'own']);
});
