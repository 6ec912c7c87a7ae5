import {describe, expect, test} from 'vitest';
import type {AllowEntry} from '../../../source/controls/need.js';
import type {Plan} from '../../../source/plan/plan.js';
import {allowList} from '../../../source/render/csv/allow-list.js';
import {scriptFiles} from '../../../source/render/script-files.js';
import {practice} from '../../helpers/plan-practice-world.js';

const entry: AllowEntry = {
	device: 'the appliance at 10.9.9.9',
	direction: 'outbound',
	sources: ['10.0.1.0/24'],
	destinations: ['gcr.io'],
	protocol: 'tcp',
	ports: ['443'],
	purpose: 'charts',
};

function planWith(...allow: readonly AllowEntry[]): Plan {
	const advice = [{control: 'route-table', flows: [], text: 'Ask.', commands: [], allow}] as const;
	return {...practice('wide-open').plan(), advice};
}

function linesOf(text: string | undefined): readonly string[] {
	return (text ?? '').split('\r\n').slice(1, -1);
}

describe('what is handed to whoever keeps another device', () => {
	test('has one line for each source, destination and port', () => {
		const wide = {
			...entry,
			sources: ['10.0.1.0/24', '10.0.2.0/24'],
			destinations: ['20.1.2.0/24', '20.1.4.0/24'],
			ports: ['80', '443'],
		};

		expect(linesOf(allowList(planWith(wide)))).toHaveLength(8);
		expect(linesOf(allowList(planWith(wide)))[0]).toBe(
			'outbound,10.0.1.0/24,20.1.2.0/24,tcp,80,charts,the appliance at 10.9.9.9',
		);
	});

	test('says the same thing once', () => {
		expect(linesOf(allowList(planWith(entry, entry)))).toHaveLength(1);
	});

	test.each([
		['a comma and "quotes"', '"a comma, and ""quotes"""', 'a comma, and "quotes"'],
		['a line break', String.raw`two\u000alines`, 'two\nlines'],
		['what a spreadsheet takes for a formula', "'=1+1", '=1+1'],
	])('keeps %s in one field', (_name, field, purpose) => {
		expect(linesOf(allowList(planWith({...entry, purpose})))[0]).toBe(
			`outbound,10.0.1.0/24,gcr.io,tcp,443,${field},the appliance at 10.9.9.9`,
		);
	});

	test('is no file where no such device is in the way', () => {
		expect(allowList(practice('locked-down').plan())).toBeUndefined();
	});

	test('goes along in every format for a cluster behind an appliance', () => {
		const files = scriptFiles(
			practice('third-party-appliance').plan(),
			['yaml'],
			{bashPrelude: ''},
			{made: '2026-01-31', version: '1.0.0', practice: undefined},
		);
		const list = files.find(({name}) => name === 'allow-list.csv');

		expect(list?.text.split('\r\n')[0]).toBe('direction,source,destination,protocol,port,purpose,device');
		const lines = linesOf(list?.text);
		for (const host of ['cloudflare.docker.com', 'gcr.io', 'storage.googleapis.com']) {
			expect(lines.filter(line => line.includes(`,${host},tcp,443,`))).not.toEqual([]);
		}

		expect(lines.filter(line => line.includes('(AzureDevSpaces.EastUS)'))).not.toEqual([]);
		expect(lines.filter(line => line.startsWith('inbound,any,'))).toHaveLength(2);
	});
});
