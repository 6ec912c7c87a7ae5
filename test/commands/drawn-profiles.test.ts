import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {wizardDependencies} from '../../source/commands/wizard/wizard-dependencies.js';
import {noAnswers} from '../../source/profiles/answers.js';
import {noCorrections} from '../../source/topology/correct-topology.js';
import type {InspectRequest} from '../../source/wizard/dependencies.js';
import {createSession} from '../helpers/create-session.js';

/** What the wizard's screens ask for, done: drawn from a practice cluster, written, and judged. */

const folder = mkdtempSync(path.join(tmpdir(), 'aksess-drawn-'));
afterAll(() => rmSync(folder, {recursive: true}));

const {session} = createSession({cwd: folder});
const wizard = wizardDependencies(session, {kind: 'sandbox'}, () => {});
const request: InspectRequest = {
	source: {kind: 'world', name: 'wide-open'},
	profiles: [],
	questions: [],
	answers: noAnswers,
	corrections: noCorrections,
};
const {signal} = new AbortController();
const inspection = await wizard.inspect(request, () => {}, signal);
const draw = (source: Parameters<typeof wizard.draw>[0]['source'], onProgress = (_: number) => {}) =>
	wizard.draw({source, inspection}, onProgress, signal);

test('a namespace is drawn, written, and judged at once by its file', async () => {
	const drawn = await draw({kind: 'namespace', namespace: 'dev'});
	expect(drawn.includes.length + drawn.needs.length).toBeGreaterThan(0);
	const file = path.join(folder, 'dev.yaml');
	const written = await wizard.writeDrawn({drawn, file, overwrite: false});
	expect(written).toMatchObject({kind: 'written', profile: {name: file, title: 'What namespace dev seems to need'}});
	const judged = await wizard.reassess(inspection, {...request, profiles: [file]});
	expect(judged.assessment.findings.length).toBeGreaterThan(0);

	expect(await wizard.writeDrawn({drawn, file, overwrite: false})).toEqual({kind: 'exists', file});
	expect(await wizard.writeDrawn({drawn: {...drawn, name: 'again'}, file, overwrite: true})).toMatchObject({
		kind: 'written',
	});
});

test('a log is drawn with its progress, and without addresses of clients where these are left out', async () => {
	const rows = [
		'TimeGenerated,Protocol,SourceIp,DestinationPort,Fqdn,Action',
		'2026-03-01T10:00:00Z,HTTPS,10.1.0.4,443,api.northlight.net,Deny',
	];
	writeFileSync(path.join(folder, 'denials.csv'), rows.join('\n'));
	const told: number[] = [];
	const log = (masked: boolean) =>
		draw({kind: 'firewall-log', file: 'denials.csv', masked}, percent => told.push(percent));
	expect((await log(false)).needs[0]?.evidence).toContain('by 10.1.0.4');
	expect((await log(true)).needs[0]?.evidence).not.toContain('10.1.0.4');
	expect(told.at(-1)).toBe(100);
});

test('what cannot be drawn or written says so', async () => {
	await expect(draw({kind: 'namespace', namespace: 'nowhere'})).rejects.toThrow('Nothing in namespace nowhere hints');
	await expect(draw({kind: 'proxy-list', file: 'nowhere.acl', masked: false})).rejects.toThrow('cannot be read');
	const unread = wizard.draw({source: {kind: 'namespace', namespace: 'dev'}, inspection: undefined}, () => {}, signal);
	await expect(unread).rejects.toThrow('Nothing was read of the cluster yet.');
	const drawn = await draw({kind: 'namespace', namespace: 'dev'});
	await expect(wizard.writeDrawn({drawn, file: folder, overwrite: true})).rejects.toThrow('cannot be written');
});
