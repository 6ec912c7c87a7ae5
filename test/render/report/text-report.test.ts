import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isPrintable} from '../../../source/render/printable.js';
import {markdownReport} from '../../../source/render/report/markdown-report.js';
import {type Paint, plain} from '../../../source/render/report/paint.js';
import {textReport} from '../../../source/render/report/text-report.js';
import {textTrail} from '../../../source/render/report/text-trail.js';
import {wrap} from '../../../source/render/wrap.js';
import {entry, finding, report} from './small-report.js';

describe('the text report', () => {
	test('names the resource by its last name, and policies with their namespace', () => {
		const text = textReport(
			report(finding({trail: [entry(), entry({control: 'network-policy', resource: 'dev/deny', rule: 'no rule'})]})),
			plain,
			100,
		);
		expect(text).toContain('    azure-firewall: afw-hub & co, default deny\n');
		expect(text).toContain('    network-policy: dev/deny, no rule\n');
	});

	test('says when every port is meant, and nothing where ports mean nothing', () => {
		const text = textReport(report(finding({ports: '*'}), finding({flow: 'addresses', ports: ''})), plain, 100);
		expect(text).toContain('pull-charts  nodes in snet-aks → gcr.io, every tcp port\n');
		expect(text).toContain('addresses  nodes in snet-aks → gcr.io\n');
	});

	test('names a requirement that has no ends without trailing blanks', () => {
		expect(textReport(report(finding({from: '', to: ''})), plain, 100)).toContain('\n  pull-charts\n');
	});

	test('has blocked flows first', () => {
		const text = textReport(report(finding({flow: 'fine', verdict: 'allowed'}), finding()), plain, 100);
		expect(text.indexOf('pull-charts')).toBeLessThan(text.indexOf('fine'));
	});
});

/** Escape sequences of ours, told apart from everybody else's. */
const marked: Paint = (role, text) => `‹${role}›${text}`;

const hostile = finding({
	flow: 'a\u001B[2Jb',
	from: 'x\u0007',
	to: 'y\u202E',
	trail: [entry({resource: 'n/\u009B1m', rule: 'r\nBlocked: nothing', why: 'w\u001B]0;t\u0007 w'})],
	remarks: ['m\u001B'],
	purpose: 'p\u0000',
});

test.each([
	['check', textReport({...report(hostile), notes: ['n\u001B']}, marked, 100)],
	['explain', textTrail(hostile, marked, 100)],
	['markdown', markdownReport(report(hostile))],
])('a name cannot send anything to the terminal through %s', (_, text) => {
	expect(text.split('\n').filter(line => !isPrintable(line))).toEqual([]);
	expect(text).not.toMatch(/^Blocked: nothing/m);
});

test('wrapped text has the same words, and no line longer than it must be', () => {
	fc.assert(
		fc.property(
			fc.array(fc.stringMatching(/^[a-z]{1,15}$/), {minLength: 1}),
			fc.integer({min: 1, max: 40}),
			(words, columns) => {
				const lines = wrap(words.join(' '), columns);
				expect(lines.join(' ').split(' ')).toEqual(words);
				for (const line of lines) {
					expect(line.length <= columns || !line.includes(' ')).toBe(true);
				}
			},
		),
	);
});
