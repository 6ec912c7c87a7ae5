import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeEach, describe, expect, test} from 'vitest';
import {lintProfile} from '../../source/profiles/lint-profile.js';
import {formatProblem} from '../../source/profiles/profile-problem.js';
import {runCli} from '../helpers/run-cli.js';

const folder = mkdtempSync(path.join(tmpdir(), 'aksess-logs-'));
afterAll(() => rmSync(folder, {recursive: true}));

const denials = [
	'TimeGenerated,Protocol,SourceIp,DestinationPort,Fqdn,DestinationIp,Action',
	'2026-03-01T10:00:00Z,HTTPS,10.1.0.4,443,api.northlight.net,,Deny',
	'2026-03-01T10:00:01Z,TCP,10.1.0.4,5432,,20.1.2.4,Deny',
	'2026-03-01T10:00:02Z,UDP,10.1.0.4,123,ntp.northlight.net,,Deny',
].join('\n');

const flows = [
	['shop', {namespace: 'pay', workloads: [{kind: 'Deployment', name: 'api'}]}],
	['shop', {labels: ['reserved:kube-apiserver']}],
	['default', {labels: ['reserved:world']}],
]
	.map(([namespace, destination]) =>
		JSON.stringify({
			verdict: 'DROPPED',
			IP: {source: '10.244.0.4', destination: '20.1.2.4'},
			l4: {TCP: {destination_port: 443}},
			source: {namespace},
			destination,
		}),
	)
	.join('\n');

beforeEach(() => {
	writeFileSync(path.join(folder, 'denials.csv'), denials);
	writeFileSync(path.join(folder, 'flows.json'), flows);
	writeFileSync(path.join(folder, 'hosts.acl'), 'acl web dstdomain .ghcr.io\nquay.io:8443\n');
});

describe('a profile from', () => {
	test.each([
		['--firewall-log', 'denials.csv', 3],
		['--hubble-flows', 'flows.json', 3],
		['--proxy-list', 'hosts.acl', 3],
	])('%s %s is right, and every row is unverified', async (option, file, rows) => {
		const {stdout, exitCode, stderr} = await runCli(['profiles', 'new', option, file], {cwd: folder});
		expect([exitCode, stderr]).toEqual([0, expect.stringContaining('tell of a need')]);
		expect(lintProfile(stdout, 'drawn.yaml').map(formatProblem)).toEqual([]);
		expect(stdout.match(/^ {2}- id: /gm)).toHaveLength(rows);
		expect(stdout.match(/confidence: /g)?.length).toBeGreaterThanOrEqual(rows);
		expect(stdout).not.toMatch(/confidence: (?!unverified)/);
	});

	test.each(['utf-16le', 'utf-8 with a mark'])('a log in %s is the same', async encoding => {
		const text = `\uFEFF${denials}`;
		writeFileSync(path.join(folder, 'denials.csv'), text, encoding === 'utf-16le' ? 'utf16le' : 'utf8');
		const {stdout, stderr} = await runCli(['profiles', 'new', '--firewall-log', 'denials.csv'], {cwd: folder});
		expect(stdout).toContain('name: api.northlight.net');
		expect(stderr).toContain('4 lines: 3 tell of a need, 0 do not.');
	});

	test('a log can be checked at once, and masked it says no address of a client', async () => {
		const call = ['profiles', 'new', '--firewall-log', 'denials.csv', '--mask-addresses', '--out', 'drawn.yaml'];
		expect((await runCli(call, {cwd: folder})).exitCode).toBe(0);
		const {stdout} = await runCli(['check', '--sandbox', 'locked-down', '--profile', path.join(folder, 'drawn.yaml')]);
		expect(stdout).toContain('api-northlight-net-tcp-443');
		expect(stdout).not.toContain('10.1.0.4');
	});
});

describe('bad input', () => {
	test('a line that cannot be read is named, and the rest is taken', async () => {
		writeFileSync(path.join(folder, 'denials.csv'), `${denials}\nnonsense\n`);
		const {stderr, exitCode} = await runCli(['profiles', 'new', '--firewall-log', 'denials.csv'], {cwd: folder});
		expect(exitCode).toBe(0);
		expect(stderr).toContain('1 could not be read: line 5 (it has 1 columns and the header 7).');
	});

	test.each([
		[['--firewall-log', 'hosts.acl'], 'hosts.acl shows nothing that a profile could ask for.'],
		[['--firewall-log', 'nowhere.csv'], 'nowhere.csv cannot be read: there is no such file or folder.'],
		[['--firewall-log', '.'], 'cannot be read: it is a folder, not a file.'],
		[
			['--firewall-log', 'denials.csv', '--proxy-list', 'hosts.acl'],
			'--firewall-log and --proxy-list contradict each other',
		],
		[['--hubble-flows', 'flows.json', '--namespace', 'shop'], '--hubble-flows and --namespace contradict each other'],
		[[], 'Nothing was given to generate the profile from.'],
	])('%j ends with one sentence', async (words, said) => {
		const {stderr, exitCode} = await runCli(['profiles', 'new', ...words], {cwd: folder});
		expect(exitCode).toBe(2);
		expect(stderr).toContain(said);
	});
});
