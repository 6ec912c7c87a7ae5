import {describe, expect, test} from 'vitest';
import {byReach} from '../../source/controls/by-reach.js';
import {controls} from '../../source/controls/list.js';
import {openings} from '../../source/controls/openings.js';
import {reaches} from '../../source/controls/reach.js';
import type {Remedy} from '../../source/controls/remedy.js';
import {practice} from '../helpers/plan-practice-world.js';
import {worldNames} from '../worlds/raw-world.js';

const remedy = (id: string, reach?: Remedy['reach']): Remedy => ({
	id,
	title: '',
	opens: '',
	needs: [],
	...(reach === undefined ? {} : {reach}),
});

describe('the order of ways', () => {
	test('is from what makes least reachable to every address, and last what changes nothing', () => {
		const all = [remedy('by hand'), ...reaches.toReversed().map(reach => remedy(reach, reach))];
		expect(byReach(all).map(({id}) => id)).toEqual([
			'flow',
			'name',
			'addresses',
			'shared-addresses',
			'names',
			'service-tag',
			'internet',
			'every-address',
			'by hand',
		]);
	});

	test('leaves what makes as much reachable as the control gave it', () => {
		const [tag, list] = [remedy('service-tag', 'addresses'), remedy('addresses', 'addresses')];
		expect(byReach([tag, list])).toEqual([tag, list]);
	});
});

describe.each(worldNames())('in %s', name => {
	const {world, assess} = practice(name);
	const {topology, assessment} = assess(world);
	const ways = assessment.findings.flatMap(finding => openings(finding, topology, controls));

	test('every way says how much it makes reachable, but for those that wait for a person', () => {
		const told = ways.flatMap(({remedies}) => remedies.map(({id, needs, reach}) => ({id, needs, reach})));
		const byPerson = ({needs}: Pick<Remedy, 'needs'>) =>
			needs.some(need => need.kind === 'advice' && need.aboutChanges !== true);
		expect(told.filter(way => (way.reach === undefined) !== byPerson(way)).map(({id}) => id)).toEqual([]);
	});

	test('ways come in that order at every control', () => {
		for (const {remedies} of ways) {
			expect(byReach(remedies)).toEqual(remedies);
		}
	});
});
