import {expect, test} from 'vitest';
import type {Advice} from '../../../source/plan/plan.js';
import {foldAdvice} from '../../../source/render/plan/fold-advice.js';

function entry(source: string, destination: string): NonNullable<Advice['allow']>[number] {
	return {
		device: 'the appliance at 10.0.0.4',
		direction: 'outbound',
		sources: [source],
		destinations: [destination],
		protocol: 'tcp',
		ports: ['443'],
		purpose: 'pull-images',
	};
}

function advice(flow: string, text: string, commands: readonly string[], allow?: Advice['allow']): Advice {
	return {control: 'route-table', flows: [flow], text, commands, ...(allow === undefined ? {} : {allow})};
}

const toGcr = (flow: string, source: string, commands: readonly string[] = ['az show']) =>
	advice(flow, `On the appliance at 10.0.0.4, allow: ${source} → gcr.io, tcp 443.`, commands, [
		entry(source, 'gcr.io'),
	]);

test('what one device has to let through is one list, a line for each destination', () => {
	const toQuay = advice(
		'c',
		'On the appliance at 10.0.0.4, allow: 10.1.0.0/24 → quay.io, tcp 443.',
		['az show'],
		[entry('10.1.0.0/24', 'quay.io')],
	);

	expect(foldAdvice([toGcr('a', '10.1.0.0/24'), toGcr('b', '10.2.0.0/24'), toQuay])).toEqual([
		{
			items: [
				{
					flows: [],
					text: 'On the appliance at 10.0.0.4, allow:',
					lines: ['10.1.0.0/24, 10.2.0.0/24 → gcr.io, tcp 443', '10.1.0.0/24 → quay.io, tcp 443'],
				},
			],
			commands: ['az show'],
		},
	]);
});

test('one entry, and advice that says more than what to allow, are told as they are', () => {
	const more = advice('b', 'Make the load balancer internal.', ['az show'], [entry('any', 'lb')]);

	expect(foldAdvice([toGcr('a', '10.1.0.0/24'), more]).flatMap(({items}) => items.map(({text}) => text))).toEqual([
		'On the appliance at 10.0.0.4, allow: 10.1.0.0/24 → gcr.io, tcp 443.',
		'Make the load balancer internal.',
	]);
});
