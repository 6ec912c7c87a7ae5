import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseDocument, stringify} from 'yaml';
import {assessWorld} from '../../source/controls/assess-world.js';
import {controls} from '../../source/controls/list.js';
import {UserError} from '../../source/errors.js';
import {exitCodes} from '../../source/exit-codes.js';
import {addresses} from '../../source/network/address-set.js';
import {templatesFolder} from '../../source/package-root.js';
import {buildPlan} from '../../source/plan/build-plan.js';
import {examineProfile} from '../../source/profiles/lint-profile.js';
import {loadProfile} from '../../source/profiles/load-profile.js';
import type {Profile} from '../../source/profiles/profile.js';
import {formatProblem} from '../../source/profiles/profile-problem.js';
import {textPlan} from '../../source/render/plan/text-plan.js';
import {isPrintable, printableJson} from '../../source/render/printable.js';
import {junitReport} from '../../source/render/report/junit-report.js';
import {markdownReport} from '../../source/render/report/markdown-report.js';
import {plain} from '../../source/render/report/paint.js';
import {toReport} from '../../source/render/report/report.js';
import {sarifReport} from '../../source/render/report/sarif-report.js';
import {textReport} from '../../source/render/report/text-report.js';
import {textTrail} from '../../source/render/report/text-trail.js';
import {scriptFiles} from '../../source/render/script-files.js';
import {scriptFormats} from '../../source/render/script-format.js';
import {knownValue} from '../../source/topology/known.js';
import type {Json, World} from '../../source/topology/world.js';
import {readTemplates} from '../../source/workflow/script-formats.js';
import {mutatedWorld} from '../helpers/mutate-world.js';
import {mutationCount, mutationTimeout} from '../helpers/mutation-count.js';
import {worldOf} from '../helpers/read-world.js';
import {runCli} from '../helpers/run-cli.js';
import {worldContent} from '../helpers/world-content.js';

/** The same mutations every time: a failure is one for everybody. Another seed is another thousand. */
const seed = 20_261_123;
const templates = await readTemplates();
const origin = {made: '2026-01-31', version: '1.0.0', practice: undefined};
const shipped = [await loadProfile('azure-dev-spaces')];
const answers = {
	machines: addresses('20.9.77.140/32'),
	parameters: {},
};

/** Everything that is said of a world, by name; what the user is to correct is said, too. */
function outputsOf(world: World, profiles: readonly Profile[]): Readonly<Record<string, string>> {
	const assess = (other: World) => assessWorld(other, profiles, answers, topology => topology);
	const assessed = assess(world);
	const cluster = knownValue(assessed.topology.cluster);
	const report = toReport(
		assessed.assessment,
		cluster,
		profiles.map(({name}) => name),
	);
	const reports = {
		json: printableJson(report, 2),
		text: textReport(report, plain, 100),
		trails: report.findings.map(finding => textTrail(finding, plain, 100)).join('\n'),
		markdown: markdownReport(report),
		sarif: sarifReport(report, '1.0.0'),
		junit: junitReport(report),
	};
	if (cluster === undefined) {
		return reports;
	}

	const plan = buildPlan({
		world,
		...assessed,
		cluster,
		controls,
		profiles: profiles.map(({name}) => name),
		answers,
		choices: {},
		without: [],
		allowClosing: [],
		reassess: assess,
	});
	const files = scriptFiles(plan, scriptFormats, templates, origin).map(({name, text}) => [name, text] as const);
	return {
		...reports,
		plan: textPlan(plan, plain, 100, 'whole'),
		short: textPlan(plan, plain, 100, 'short'),
		...Object.fromEntries(files),
	};
}

/** What a value leaves in a sentence that was written for another one. */
const leftover = /\bNaN\b|\bundefined\b|\[object Object\]|\bInfinity\b/;

/** A part that does not look like what it is. */
function unseen(text: string): string | undefined {
	return text.split(/\r?\n|\t/).find(part => !isPrintable(part));
}

function expectSound(world: World, profiles: readonly Profile[] = shipped): void {
	let outputs: Readonly<Record<string, string>>;
	try {
		outputs = outputsOf(world, profiles);
	} catch (error) {
		if (error instanceof UserError) {
			return;
		}

		throw error;
	}

	for (const [name, text] of Object.entries(outputs)) {
		expect(`${name}: ${leftover.exec(text)?.[0] ?? 'sound'}`).toBe(`${name}: sound`);
		expect(`${name}: ${unseen(text) ?? 'printable'}`).toBe(`${name}: printable`);
	}
}

describe('Whatever stands in a world, something sound is said of it', () => {
	// The larger a world, the longer its plan takes; together a thousand.
	test.each([
		['locked-down', 60],
		['classic-firewall', 100],
		['cilium-overlay', 90],
		['private', 280],
		['third-party-appliance', 120],
		['wide-open', 350],
	])(
		'like %s',
		(name, numRuns) => {
			const content = worldContent(name);
			expectSound(worldOf(content));
			fc.assert(
				fc.property(mutatedWorld(content), value => {
					expectSound(worldOf(value));
				}),
				{numRuns: mutationCount(numRuns, numRuns / 1060), seed},
			);
		},
		mutationTimeout,
	);

	test.each(['locked-down', 'cilium-overlay', 'wide-open'])(
		'read from files like %s, with every command',
		async name => {
			const folder = mkdtempSync(path.join(tmpdir(), 'aksess-mutated-'));
			const commands = ['check', 'plan', 'reach', 'capture --force --out captured', 'doctor'] as const;
			await fc.assert(
				fc.asyncProperty(mutatedWorld(worldContent(name)), fc.constantFrom(...commands), async (value, command) => {
					writeFileSync(path.join(folder, 'world.json'), JSON.stringify(value));
					const {exitCode, stdout, stderr} = await runCli([...command.split(' '), '--world', folder], {cwd: folder});
					expect(exitCode, stderr).not.toBe(exitCodes.bug);
					expect(`${stdout}${stderr}`).not.toMatch(leftover);
					expect(unseen(`${stdout}${stderr}`)).toBeUndefined();
				}),
				{numRuns: mutationCount(20, 0.02), seed},
			);
		},
		mutationTimeout,
	);
});

describe('Whatever stands in a profile, it is refused with a sentence or bound', () => {
	const worlds = ['locked-down', 'wide-open'].map(name => worldOf(worldContent(name)));

	test.each(['azure-dev-spaces', 'argo-cd', 'telepresence'])(
		'like %s',
		name => {
			const text = readFileSync(templatesFolder('profiles', `${name}.yaml`), 'utf8');
			const content: Json = parseDocument(text).toJS();
			let bound = 0;
			fc.assert(
				fc.property(mutatedWorld([content]), fc.constantFrom(...worlds), ([value], world) => {
					const {profile, problems} = examineProfile(stringify(value), 'mine.yaml');
					expect(problems.map(formatProblem).join('\n')).not.toMatch(leftover);
					expect(profile !== undefined || problems.length > 0).toBe(true);
					if (profile !== undefined) {
						bound += 1;
						expectSound(world, [profile]);
					}
				}),
				{numRuns: mutationCount(100, 1 / 3), seed},
			);
			expect(bound).toBeGreaterThan(5);
		},
		mutationTimeout,
	);
});
