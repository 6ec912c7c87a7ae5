import {existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Assessment} from '../../source/controls/assess.js';
import {assessWorld} from '../../source/controls/assess-world.js';
import type {Finding} from '../../source/controls/finding.js';
import type {Verdict} from '../../source/controls/verdict.js';
import {addresses} from '../../source/network/address-set.js';
import {templatesFolder} from '../../source/package-root.js';
import {loadProfile} from '../../source/profiles/load-profile.js';
import {parametersOf} from '../../source/profiles/older-answers.js';
import {saidIn} from '../helpers/ask-control.js';
import {readWorldFolder} from '../helpers/read-world.js';
import {type Expected, type ExpectedRequirement, readExpected, readExpectedFile, requirementIds} from './expected.js';
import {worldNames} from './raw-world.js';

const profile = await loadProfile('azure-dev-spaces');
const beside = path.resolve(import.meta.dirname, '../../../shared/worlds');

type Case = {readonly name: string; readonly folder: string; readonly expected: Expected};

const practice: readonly Case[] = worldNames().map(name => ({
	name,
	folder: templatesFolder('worlds', name),
	expected: readExpected(name),
}));

/** Worlds of somebody else, with the verdicts they expect; the project must not depend on their being there. */
const others: readonly Case[] = (existsSync(beside) ? readdirSync(beside) : [])
	.filter(name => existsSync(path.join(beside, name, 'expected.json')))
	.map(name => ({
		name: `shared ${name}`,
		folder: path.join(beside, name, 'world'),
		expected: readExpectedFile(path.join(beside, name, 'expected.json')),
	}));

if (others.length === 0) {
	test.skip('../shared/worlds is absent: its verdicts are not compared', () => {});
}

describe.each([...practice, ...others])('$name', ({folder, expected}) => {
	const {inputs} = expected;
	const answers = {
		machines: addresses(...inputs.machines),
		parameters: parametersOf(inputs),
	};
	const {assessment} = assessWorld(readWorldFolder(folder), [profile], answers, topology => topology);

	test('expects a verdict on each of the fourteen requirements', () => {
		expect(Object.keys(expected.requirements).toSorted()).toEqual([...requirementIds].toSorted());
	});

	test.each(Object.entries(expected.requirements))('%s', (id, wanted) => {
		const verdict = verdictOf(id, assessment);
		const told = tell(id, wanted, assessment);
		expect(wanted.accept ?? [wanted.verdict], told).toContain(verdict);
		if (verdict === 'blocked') {
			const named = blockersOf(id, assessment);
			expect(
				wanted.blockedBy.filter(control => !named.has(control)),
				`must be named\n${told}`,
			).toEqual([]);
			const mayBeNamed = [...wanted.blockedBy, ...(wanted.mayAlsoName ?? [])];
			expect(
				[...named].filter(control => !mayBeNamed.includes(control)),
				`must not be named\n${told}`,
			).toEqual([]);
		}
	});

	test('every doubt says what is missing and how to find out', () => {
		const doubts = assessment.findings.flatMap(saidIn).filter(({verdict}) => verdict === 'undecided');
		for (const {missing, why} of doubts) {
			expect(missing?.datum, why).toBeTruthy();
			expect(missing?.command, why).toBeTruthy();
		}
	});

	test('every entry of a trail names the resource, the rule and the reason', () => {
		for (const finding of assessment.findings) {
			for (const {resource, rule, why} of saidIn(finding)) {
				expect([resource, rule, why], finding.flow.id).not.toContain('');
			}
		}
	});
});

function findingsOf(id: string, {findings}: Assessment): readonly Finding[] {
	return findings.filter(({flow}) => flow.requirement === id);
}

/** Blocked if one flow is; else undecided if one is; else allowed. Not applicable when it binds to nothing here. */
function verdictOf(id: string, assessment: Assessment): Verdict {
	const verdicts = [
		...findingsOf(id, assessment).map(({verdict}) => verdict),
		...assessment.unbound.filter(({requirement}) => requirement === id).map(({verdict}) => verdict),
	];
	return (['blocked', 'undecided', 'allowed'] as const).find(verdict => verdicts.includes(verdict)) ?? 'not-applicable';
}

function blockersOf(id: string, assessment: Assessment): ReadonlySet<string> {
	const entries = findingsOf(id, assessment).flatMap(({trail}) => trail);
	return new Set(entries.filter(({verdict}) => verdict === 'blocked').map(({control}) => control));
}

/** What was expected and what was found, for the person who has to find out which of the two is right. */
function tell(id: string, wanted: ExpectedRequirement, assessment: Assessment): string {
	const found = findingsOf(id, assessment).flatMap(finding => [
		`  ${finding.flow.id}: ${finding.verdict}`,
		...saidIn(finding).map(entry => `    ${entry.control} ${entry.verdict}: ${entry.rule}: ${entry.why}`),
	]);
	const unbound = assessment.unbound
		.filter(({requirement}) => requirement === id)
		.map(({verdict, why}) => `  ${verdict}: ${why}`);
	return [`expected ${wanted.verdict}: ${wanted.why}`, 'found', ...found, ...unbound].join('\n');
}
