import {describe, expect, test} from 'vitest';
import {mapColumn, placeDetails} from '../../../source/wizard/map/map-column.js';
import {mapPlan} from '../../../source/wizard/map/map-plan.js';
import {textOf, widthOf} from '../../../source/wizard/text.js';
import {createTheme} from '../../../source/wizard/theme.js';
import {countPassings, networkMap} from '../../../source/wording/map/network-map.js';
import {expectGolden} from '../../helpers/golden.js';
import {practice} from '../../helpers/plan-practice-world.js';

const unicode = createTheme({colour: false, unicode: true, screenReader: false});
const ascii = createTheme({colour: false, unicode: false, screenReader: false});
const spoken = createTheme({colour: false, unicode: false, screenReader: true});
const worlds = ['cilium-overlay', 'classic-firewall', 'locked-down', 'private', 'third-party-appliance', 'wide-open'];

const maps = new Map(
	worlds.map(name => {
		const {world, assess} = practice(name);
		const {assessment, topology} = assess(world);
		return [name, networkMap(assessment.findings, topology)];
	}),
);

describe('a place', () => {
	const map = maps.get('locked-down') ?? {places: [], edges: [], start: undefined};
	const place = (kind: string) => map.places.find(candidate => candidate.kind === kind);

	test.each([
		['firewall', {blocked: 5, undecided: 0, allowed: 0}],
		['subnet', {blocked: 1, undecided: 0, allowed: 0}],
		['routes', {blocked: 1, undecided: 0, allowed: 5}],
		['machine', {blocked: 0, undecided: 1, allowed: 0}],
	])('counts each flow once: %s', (kind, counts) => {
		const found = place(kind);

		expect(found && countPassings(found)).toMatchObject(counts);
	});

	test('names the rule that stops, and what it stops', () => {
		const firewall = place('firewall');
		const text = firewall && placeDetails(firewall, unicode, 76).map(textOf);

		expect(text?.[0]).toBe('✗ Stops here by everything else  4 flows');
		expect(text?.[1]).toContain('pull-images');
	});

	test('that stops most is looked at first', () => {
		expect(map.start).toBe(place('pods')?.key);
	});

	test('that only a route leads to is drawn, too: nobody can read what it does', () => {
		const other = maps.get('third-party-appliance');
		const appliance = other?.places.find(({kind}) => kind === 'device');

		expect(appliance).toMatchObject({title: 'appliance', name: '10.99.0.4', passings: []});
		expect(other?.edges).toContainEqual({from: appliance?.key, to: 'internet'});
	});
});

describe.each(worlds)('the map of %s', name => {
	const map = maps.get(name) ?? {places: [], edges: [], start: undefined};

	test('is a column, a plan and a list of sentences', () => {
		const looks = [
			mapColumn(map, map.start, unicode, 76),
			mapPlan(map, map.start, unicode, 67),
			mapPlan(map, map.start, ascii, 67),
			mapColumn(map, map.start, spoken, 100),
		];
		const text = looks.map(lines => lines.map(content => textOf(content).trimEnd()).join('\n')).join('\n\n');

		expectGolden(import.meta.dirname, name, text);
	});

	test('has each place once, and lines only between places that it has', () => {
		const keys = map.places.map(({key}) => key);

		expect(new Set(keys).size).toBe(keys.length);
		expect(map.edges.flatMap(({from, to}) => [from, to]).filter(key => !keys.includes(key))).toEqual([]);
	});

	test('fits the width it is given', () => {
		for (const width of [60, 67, 76, 90]) {
			const lines = [...mapColumn(map, undefined, unicode, width), ...mapPlan(map, undefined, unicode, width)];

			expect(lines.filter(content => widthOf(content) > width)).toEqual([]);
		}
	});
});
