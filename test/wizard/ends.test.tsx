import {readFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeAll, describe, expect, test} from 'vitest';
import {sameCommand} from '../../source/commands/wizard/same-command.js';
import {type WizardAnswers, wizardDependencies} from '../../source/commands/wizard/wizard-dependencies.js';
import {noAnswers} from '../../source/profiles/answers.js';
import {noCorrections} from '../../source/topology/correct-topology.js';
import type {Inspection, WizardDependencies} from '../../source/wizard/dependencies.js';
import {createSession} from '../helpers/create-session.js';
import {expectGolden} from '../helpers/golden.js';
import {keys, type Stage, type StageOptions, stage} from './stage.js';

/** The wizard's other entrance, on a practice cluster as it is read. */

const stages: Stage[] = [];
const source = {kind: 'world', name: 'locked-down'} as const;

const {session} = createSession();
let said: WizardAnswers | undefined;
const dependencies = wizardDependencies(session, {kind: 'sandbox'}, latest => {
	said = latest;
});
let found: Inspection;

beforeAll(async () => {
	const request = {source, profiles: [], questions: [], answers: noAnswers, corrections: noCorrections};
	found = await dependencies.inspect(request, () => {}, session.signal);
});

async function open(options: StageOptions = {}) {
	const inspect: WizardDependencies['inspect'] = async request =>
		request.questions.length === 0 ? found : dependencies.reassess(found, request);
	const opened = await stage({
		...options,
		patienceMs: 30_000,
		dependencies: {...dependencies, listClusters: async () => [], inspect, ...options.dependencies},
		start: {source, ...options.start},
	});
	stages.push(opened);
	return {...opened, cwd: session.cwd, said: () => said};
}

afterEach(async () => {
	await Promise.all(stages.splice(0).map(async opened => opened.close()));
});

const looks: readonly (readonly [string, StageOptions])[] = [
	['80x24', {columns: 80, rows: 24}],
	['160x50', {columns: 160, rows: 50}],
	['ascii-80x24', {columns: 80, rows: 24, capabilities: {unicode: false}}],
	['reader', {columns: 100, rows: 60, capabilities: {screenReader: true}}],
];

describe.each(looks)('two ends, %s', (look, options) => {
	test('are completed from the cluster and lead to the whole way', async () => {
		const {press, until, text} = await open(options);
		const golden = (name: string) => expectGolden(import.meta.dirname, `${look}-${name}`, text());
		await until('Enter: judge the network');
		await press(keys.tab);
		await until('What is to reach what on locked-down?');
		golden('ends');
		await press(...'portal');
		await until('as typed');
		golden('ends-from');
		await press(keys.enter, ...'gcr.io');
		await until('gcr.io needs a port');
		await press(...':443', keys.enter);
		await until('everything else');
		golden('ends-answer');
	});
});

describe('two ends', () => {
	test('lead to the plan, are saved as a profile, and are printed as a command', async () => {
		const {press, until, result, said, cwd} = await open({start: {questions: [{from: 'claims', to: 'gcr.io:443'}]}});
		await until('claims to gcr.io:443');
		await until(/✗ policy claims\/default-deny {2}no egress rule/);
		await press(keys.enter);
		await until('Opens 1 of 1 blocked flow');
		await press(keys.enter);
		await until('Save what was asked as a profile');
		await press(keys.end, keys.up, keys.space, keys.backspace, keys.backspace, ...'ml', keys.enter, keys.enter);
		await until('Next');
		await press(keys.enter);
		await until(() => result() !== undefined);

		const written = result();
		expect(written).toMatchObject({kind: 'written', files: [path.join(cwd, 'asked.yaml')]});
		expect(readFileSync(path.join(cwd, 'asked.yaml'), 'utf8')).toContain('claims to gcr.io:443');
		const answers = said();
		expect(answers && written && sameCommand(answers, written, answers.written)).toBe(
			'aksess ask claims gcr.io:443 --sandbox locked-down --save-profile asked.yaml',
		);
	});

	test('do not replace a file without a yes', async () => {
		const asked: boolean[] = [];
		const {press, until} = await open({
			start: {questions: [{from: 'claims', to: 'gcr.io:443'}]},
			dependencies: {
				saveProfile: async ({file, overwrite}) => {
					asked.push(overwrite);
					return overwrite ? {kind: 'written', files: [file], next: []} : {kind: 'exists', files: [file]};
				},
			},
		});
		await until('no egress rule');
		await press(keys.enter);
		await until('Opens 1 of 1');
		await press(keys.enter);
		await until('Save what was asked');
		await press(keys.end, keys.up, keys.enter);
		await until('This file is there already.');
		await press('y');
		await until('Written');

		expect(asked).toEqual([false, true]);
	});

	test('say what cannot be asked where it is typed, and lead back as they came', async () => {
		const {press, until, text} = await open();
		await until('Enter: judge the network');
		await press(keys.tab, ...'nobody');
		await until('Nothing here is called "nobody"');
		await press(keys.enter);
		await until('✗ Nothing here is called "nobody"');
		await press('\u0015', ...'internet', keys.enter, ...'portal', keys.enter);
		// What fits first is taken, and it is a service: only from outside is that no answer.
		await until('✗ Service claims/portal is of type ClusterIP');
		await press('\u0015', ...'claims/deployment/portal', keys.enter);
		await until('no route leads');
		expect(text()).toContain('❯ To    claims/deployment/portal');
		await press(keys.escape);
		await until('❯ From  internet');
		await press(keys.escape);
		await until('What must work on locked-down?');
	});

	test('leave no selection behind: what is judged is what was asked last', async () => {
		const {press, until} = await open();
		await until('Enter: judge the network');
		await press(keys.tab, ...'claims', keys.enter, ...'fraud-scores:9000', keys.enter);
		await until('── locked-down, cluster aks-claims: claims to fraud-scores:9000 ──');
		await press(keys.escape);
		await until('What the traffic');
		await press(keys.escape);
		await until('❯ To    fraud-scores:9000');
		await press(keys.escape);
		await until('❯ From  claims');
		await press(keys.escape);
		await until('Enter: judge the network for 1 selected: aks-egress');
		await press(keys.enter);
		await until('── locked-down, cluster aks-claims: aks-egress ──');
	});
});
