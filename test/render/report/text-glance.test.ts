import {describe, expect, test} from 'vitest';
import {isPrintable} from '../../../source/render/printable.js';
import {type Paint, plain} from '../../../source/render/report/paint.js';
import {stoppingPlaces} from '../../../source/render/report/stopping-places.js';
import {textGlance} from '../../../source/render/report/text-glance.js';
import {runCli} from '../../helpers/run-cli.js';
import {entry, finding, report} from './small-report.js';

const policy = (resource: string) => entry({control: 'network-policy', resource, rule: 'no egress rule'});

describe('causes', () => {
	test('count flows by place and by rule, the most first, and a flow once at each place', () => {
		const found = report(
			finding({flow: 'a', trail: [entry({rule: 'group/web/others'}), entry({rule: 'default deny'})]}),
			finding({flow: 'b', trail: [entry({rule: 'group/web/others'}), policy('dev/deny')]}),
			finding({flow: 'c', trail: [entry({control: 'route-table', resource: 'rt', rule: 'r (0.0.0.0/0)'})]}),
			finding({flow: 'open', verdict: 'allowed', trail: [entry({verdict: 'allowed'})]}),
		);
		expect(stoppingPlaces(found)).toEqual([
			{
				place: 'firewall afw-hub & co',
				flows: 2,
				rules: [
					{rule: 'others', flows: 2},
					{rule: 'default deny', flows: 1},
				],
			},
			{place: 'network policies', flows: 1, rules: [{rule: 'dev/deny', flows: 1}]},
			{place: 'route table rt', flows: 1, rules: [{rule: 'r (0.0.0.0/0)', flows: 1}]},
		]);
	});

	test('are none where nothing is blocked', () => {
		expect(stoppingPlaces(report(finding({verdict: 'undecided'})))).toEqual([]);
	});
});

describe('at one glance', () => {
	test('a flow is one line, its name and who decided whole', () => {
		const flow = 'a-flow-with-a-name:that.goes-on.example.com';
		const lines = textGlance(report(finding({flow, to: 'x'.repeat(80)})), [], plain, 100).split('\n');
		const line = lines.find(text => text.includes(flow)) ?? '';
		expect(line.length).toBeLessThanOrEqual(100);
		expect(line).toMatch(/→ x+… {2}azure-firewall$/);
	});

	test('the far end is shown before who calls', () => {
		const text = textGlance(report(finding({from: 'f'.repeat(60), to: 'gcr.io'})), [], plain, 60);
		expect(text).toContain('→ gcr.io tcp 443  azure-firewall');
	});

	test('what is missing to several flows is said once, with their number', () => {
		const missing = {datum: 'whether the appliance lets this through', command: 'ask its keeper'};
		const trail = [entry({control: 'route-table', verdict: 'undecided', missing})];
		const flows = ['a', 'b', 'c'].map(flow => finding({flow, verdict: 'undecided', trail}));
		const text = textGlance(report(...flows), [], plain, 100);
		expect(text.match(/whether the appliance/g)).toHaveLength(1);
		expect(text).toContain('  3  whether the appliance lets this through\n');
		expect(text).toMatch(/^ {2}a .*route-table$/m);
		expect(textGlance(report(...flows.slice(1)), [], plain, 100).match(/missing: whether/g)).toHaveLength(2);
	});

	test('what is open is counted, and what is not known is named', () => {
		const missing = {datum: 'the exact name', command: 'nslookup'};
		const text = textGlance(
			report(
				finding({flow: 'fine', verdict: 'allowed'}),
				finding({flow: 'doubt', verdict: 'undecided', trail: [entry({verdict: 'undecided', missing})]}),
			),
			['Something is retired.'],
			plain,
			100,
		);
		expect(text).not.toContain('fine');
		expect(text).toMatch(/doubt .* missing: the exact name\n/);
		expect(text).toContain('▲ Something is retired.\n');
	});

	test('the practice cluster fits on a screen, and nothing is wider than it', async () => {
		const {stdout} = await runCli(['check', '--sandbox', 'locked-down']);
		const lines = stdout.trimEnd().split('\n');
		expect(lines.length).toBeLessThanOrEqual(40);
		expect(lines.filter(line => line.length > 100)).toEqual([]);
		expect(stdout).toContain('Azure Dev Spaces: retired since 2021-05-15.');
	});

	test('a name cannot send anything to the terminal', () => {
		const marked: Paint = (role, text) => `‹${role}›${text}`;
		const hostile = finding({
			flow: 'a\u001B[2Jb',
			to: 'y\u202E',
			trail: [entry({resource: 'n/\u009B1m', rule: 'r\nBlocked'})],
		});
		const text = textGlance(report(hostile), [], marked, 100);
		expect(text.split('\n').filter(line => !isPrintable(line))).toEqual([]);
	});
});
