import {expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';

const here = ['check', '--sandbox', 'private', '--profile', 'container-registry'];

test('check --unused names what could go, what would close, and what bounds the answer', async () => {
	const {stdout} = await runCli([...here, '--unused']);
	const said = stdout.replaceAll(/\s+/g, ' ');
	expect(said).toContain('3 of 3 rules and ranges are needed by none of these profiles');
	expect(said).toContain(
		'SSH_from_bastion (210) nsg: nsg-nodes.prod Without it would close nothing: shadowed by AllowVnetInBound (65000).',
	);
	expect(said).toContain(
		'It let public-ingress of azure-dev-spaces through, retired since 2021-05-15: for that it may go.',
	);
	expect(said).toContain('Only the needs of container-registry were checked');
});

test.each(['text', 'json', 'markdown', 'sarif', 'junit'])('as %s it ends with the same exit code', async output => {
	const plain = await runCli([...here, '--output', output]);
	const unused = await runCli([...here, '--unused', '--output', output]);
	expect(unused.exitCode).toBe(plain.exitCode);
	// A test report holds flows only.
	expect(unused.stdout === plain.stdout).toBe(output === 'junit');
});

test('as SARIF it is a note with an id of its own', async () => {
	const {stdout} = await runCli([...here, '--unused', '--output', 'sarif']);
	const notes = JSON.parse(stdout).runs[0].results.filter(({level}: {level: string}) => level === 'note');
	expect(notes.map(({ruleId}: {ruleId: string}) => ruleId)).toEqual([
		'nsg/unused',
		'nsg/unused',
		'network-policy/unused',
	]);
});

test('one question tells nothing of all rules', async () => {
	const {stderr, exitCode} = await runCli(['check', '--sandbox', 'private', '--ask', 'portal gcr.io:443', '--unused']);
	expect(exitCode).toBe(2);
	expect(stderr).toContain('--unused and --ask do not go together');
});
