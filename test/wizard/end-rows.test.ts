import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {endProblem, endRows} from '../../source/wizard/rows/end-rows.js';
import {fieldOf} from '../../source/wizard/text-field.js';
import {readWorldFolder} from '../helpers/read-world.js';

const topology = decodeTopology(readWorldFolder(path.join(templatesFolder('worlds'), 'locked-down')));

const ends = (end: 'from' | 'to', from: string, to = '') => ({end, from: fieldOf(from), to: fieldOf(to)});

describe('names for an end', () => {
	test.each<readonly [string, ReturnType<typeof ends>, readonly string[]]>([
		['what is typed comes first', ends('from', 'claims'), ['claims', 'claims-priya/deployment/intake']],
		['words of a name, whatever stands between', ends('from', 'claims-priya/int'), ['claims-priya/deployment/intake']],
		['an address as it is', ends('from', '10.41.0.4'), ['10.41.0.4']],
		[
			'a service first, with the port that was typed',
			ends('to', 'claims', 'fraud:9000'),
			['claims/service/fraud-scores:9000'],
		],
		['the last of several', ends('to', 'claims', 'gcr.io:443 ledg'), ['gcr.io:443 billing/service/ledger']],
		['a word', ends('from', 'inter'), ['internet']],
	])('%s', (_what, typed, first) => {
		expect(
			endRows(typed, topology)
				.map(({value}) => value)
				.slice(0, first.length),
		).toEqual(first);
	});

	test('nobody is called before somebody calls', () => {
		expect(endRows(ends('from', ''), topology).some(({name}) => name.includes('/service/'))).toBe(false);
		expect(endRows(ends('to', 'claims'), topology)[0]?.name).toContain('/service/');
	});

	test('without a reading what is typed is taken as it is', () => {
		expect(endRows(ends('from', 'web'), undefined).map(({value}) => value)).toEqual(['web']);
		expect(endRows(ends('from', ''), undefined)).toEqual([]);
	});
});

describe('an end that cannot be asked', () => {
	test.each([
		[ends('from', 'a b'), '"a b" is more than one end'],
		[ends('from', 'nobody'), 'Nothing here is called "nobody"'],
		[ends('from', 'gcr.io'), 'gcr.io is a name on the network'],
		[ends('to', 'claims', ''), 'Nothing was said to be reached.'],
		[ends('to', 'claims', 'gcr.io'), 'gcr.io needs a port'],
		[ends('to', 'internet', 'claims'), 'no route leads from the internet to a pod'],
		[ends('to', 'claims', 'gcr.io:443 nowhere'), 'Nothing here is called "nowhere"'],
	])('%j: %s', (typed, problem) => {
		expect(endProblem(typed, topology)).toContain(problem);
	});

	test('is known by its form alone as long as nothing was read', () => {
		expect(endProblem(ends('from', 'nobody'), undefined)).toBeUndefined();
		expect(endProblem(ends('to', 'nobody', ''), undefined)).toBe('Nothing was said to be reached.');
	});
});
