import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import {controls} from '../../source/controls/list.js';
import {applyToWorld} from '../../source/plan/apply-to-world.js';
import {basisOf, contentHash, driftFrom, exactHash} from '../../source/plan/basis.js';
import type {Change} from '../../source/plan/change.js';
import {invert} from '../../source/plan/invert.js';
import {doubtfulAnswers} from '../../source/routing/doubtful-answers.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {World} from '../../source/topology/world.js';
import {draws} from '../helpers/draws.js';
import {practice} from '../helpers/plan-practice-world.js';
import {group, nodes, open, resource, toAddresses, worldFrom} from '../routing/small-world.js';
import {worldNames} from '../worlds/raw-world.js';

describe.each(worldNames())('changes to %s', name => {
	const {world, plan} = practice(name);
	const changes = plan().steps.map(step => step.change);

	test('are taken back by their inverses in reverse order, whatever part of them was done', () => {
		fc.assert(
			fc.property(fc.subarray([...changes]), some => {
				const there = applyToWorld(world, some);
				const back = applyToWorld(there, some.toReversed().map(invert));
				expect(fingerprints(back)).toEqual(fingerprints(world));
			}),
			draws(30),
		);
	});

	test('are involutions: undoing an undo gives the change back', () => {
		for (const change of changes) {
			expect(invert(invert(change))).toEqual(change);
		}
	});

	test('drift from the basis once they are made, and not before', () => {
		const basis = basisOf(world, changes);
		expect(driftFrom(basis, basisOf(world, changes))).toEqual([]);
		if (changes.length > 0) {
			expect(driftFrom(basis, basisOf(applyToWorld(world, changes), changes))).not.toEqual([]);
		}
	});
});

test('content hashes ignore the order of keys and what Azure changes by itself, and nothing else', () => {
	expect(contentHash({a: 1, b: {c: [1, 2]}})).toBe(contentHash({b: {c: [1, 2]}, a: 1}));
	expect(contentHash({a: 1, etag: 'x', provisioningState: 'Updating'})).toBe(contentHash({a: 1}));
	expect(contentHash({a: [1, 2]})).not.toBe(contentHash({a: [2, 1]}));
	expect(contentHash({a: 1})).not.toBe(contentHash({a: '1'}));
	expect(contentHash({a: null, b: {}, c: []})).toBe(contentHash({}));
	expect(contentHash({a: [null]})).not.toBe(contentHash({}));
});

test('exact hashes ignore the order of keys and nothing else', () => {
	expect(exactHash({a: 1, b: 2})).toBe(exactHash({b: 2, a: 1}));
	expect(exactHash({podSelector: {}})).not.toBe(exactHash({namespaceSelector: {}}));
	expect(exactHash({size: 'small'})).not.toBe(exactHash({size: 'large'}));
});

/** Everything that matters in a world, independent of the order in which lists were edited. */
function fingerprints(world: World): readonly string[] {
	const resources = [...world.resources].map(([id, fact]) =>
		[id, fact.state === 'known' ? contentHash(sorted(fact.value.properties)) : fact.state].join(' '),
	);
	const objects = Object.values(world.objects).flatMap(fact =>
		fact.state === 'known' ? fact.value.map(object => exactHash(object)) : [],
	);
	return [...resources, ...objects].toSorted();
}

function sorted(value: unknown): never {
	return JSON.parse(
		JSON.stringify(value, (_key, item: unknown) =>
			Array.isArray(item) ? item.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : item,
		),
	) as never;
}

describe('what an interface answers about its routes', () => {
	const table = `${group}/routeTables/rt`;
	const nic = `${group}/networkInterfaces/nic-1`;
	const at = (name: string, nextHop: object) => ({
		id: `${table}/routes/${name}`,
		name,
		type: 'Microsoft.Network/routeTables/routes',
		properties: {addressPrefix: '0.0.0.0/0', ...nextHop},
	});
	const system = (prefix: string, nextHopType: string) => ({
		source: 'Default',
		state: 'Active',
		addressPrefix: [prefix],
		nextHopType,
		nextHopIpAddress: [],
	});
	const world = worldFrom({
		...open,
		nodes: {routeTable: {id: table}},
		resources: [
			resource(table, {routes: []}),
			resource(nic, {ipConfigurations: [{name: 'a', properties: {subnet: {id: nodes}}}]}),
		],
		told: {[`${nic}/effectiveRouteTable`]: [system('10.1.0.0/16', 'VnetLocal'), system('0.0.0.0/0', 'Internet')]},
	});
	const drop: Change = {
		kind: 'arm-child',
		type: 'route',
		id: `${table}/routes/all`,
		before: null,
		after: at('all', {nextHopType: 'None'}),
	};

	test('goes along with a route of its table, and back', () => {
		const changed = applyToWorld(world, [drop]);
		expect(doubtfulAnswers(decodeTopology(changed))).toEqual([]);
		expect(assessFlow(toAddresses, decodeTopology(changed), controls).verdict).toBe('blocked');
		const back = applyToWorld(changed, [invert(drop)]);
		expect(back.callAnswers).toEqual(world.callAnswers);
	});
});
