import {spawnSync} from 'node:child_process';
import {execaSync} from 'execa';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {escapeXml, junitReport} from '../../../source/render/report/junit-report.js';
import {entry, finding, report} from './small-report.js';

test('blocked is a failure, undecided and not applicable are skipped with the reason, allowed passes', () => {
	const undecided = finding({
		flow: 'backend',
		verdict: 'undecided',
		trail: [entry({verdict: 'undecided', why: 'It depends on the exact name.'})],
	});
	const xml = junitReport(report(finding(), undecided, finding({flow: 'ok', verdict: 'allowed', trail: []})));
	expect(xml).toContain('<testsuite name="aksess aks" tests="3" failures="1" skipped="1">');
	expect(xml).toContain('<failure type="blocked" message="blocked: No rule of firewall afw-hub allows');
	expect(xml).toContain('azure-firewall: afw-hub &amp; co, default deny');
	expect(xml).toContain('<skipped message="undecided: It depends on the exact name."/>');
	expect(xml).toContain('name="ok nodes in snet-aks → gcr.io tcp 443"/>');
});

test('a requirement without ends has its name alone', () => {
	expect(junitReport(report(finding({from: '', to: '', ports: ''})))).toContain('name="pull-charts">');
});

test('what XML cannot hold is replaced', () => {
	expect(escapeXml('a\u0000\u001B\uFFFE\uD800<&>"')).toBe('a\uFFFD\uFFFD\uFFFD\uFFFD&lt;&amp;&gt;&quot;');
});

const python = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!python)("Python's XML parser (skipped where python3 is not installed)", () => {
	const reader = [
		'import json, sys, xml.etree.ElementTree as tree',
		'suite = tree.fromstring(sys.stdin.buffer.read())',
		"print(json.dumps([[case.get('name'), case.find('failure').text] for case in suite]))",
	].join('\n');

	test('reads back names and reasons as they were', () => {
		const text = fc.string({unit: 'grapheme', minLength: 1}).filter(sample => /^[^\p{Cc}\uFFFE\uFFFF]*$/u.test(sample));
		const texts = [...fc.sample(fc.tuple(text, text), {numRuns: 100, seed: 2}), ['<a href="x">', "]]>&amp;'"]] as const;
		const findings = texts.map(([flow, why]) =>
			finding({flow, from: '', trail: [entry({resource: 'r', rule: 'x', why})]}),
		);
		const {stdout} = execaSync('python3', ['-c', reader], {input: junitReport(report(...findings))});
		expect(JSON.parse(stdout)).toEqual(texts.map(([flow, why]) => [flow.trim(), `azure-firewall: r, x\nr\n${why}`]));
	});
});
