import {expect, test} from 'vitest';
import {z} from 'zod';
import {sarifReport} from '../../../source/render/report/sarif-report.js';
import {entry, finding, report} from './small-report.js';

/** What SARIF 2.1.0 and GitHub's code scanning ask for of the parts we use. */
const sarif = z.strictObject({
	$schema: z.url(),
	version: z.literal('2.1.0'),
	runs: z.tuple([
		z.strictObject({
			tool: z.strictObject({
				driver: z.strictObject({
					name: z.literal('aksess'),
					version: z.string(),
					informationUri: z.url(),
					rules: z.array(z.strictObject({id: z.string(), shortDescription: z.strictObject({text: z.string()})})),
				}),
			}),
			results: z.array(
				z.strictObject({
					ruleId: z.string(),
					ruleIndex: z.int().nonnegative(),
					level: z.enum(['error', 'warning']),
					message: z.strictObject({text: z.string().min(1)}),
					locations: z.tuple([
						z.strictObject({
							physicalLocation: z.strictObject({
								artifactLocation: z.strictObject({uri: z.string().regex(/^[\w.~%!*'()-]+(\/[\w.~%!*'()-]+)*$/)}),
							}),
							logicalLocations: z.array(
								z.strictObject({name: z.string(), fullyQualifiedName: z.string(), kind: z.literal('resource')}),
							),
						}),
					]),
					partialFingerprints: z.record(z.string(), z.string()),
				}),
			),
		}),
	]),
});

test('blocked is an error and undecided a warning; the rest is no result', () => {
	const undecided = finding({flow: 'b', verdict: 'undecided', trail: [entry({verdict: 'undecided'})]});
	const allowed = finding({flow: 'c', verdict: 'allowed', trail: [entry({verdict: 'allowed'})]});
	const log = sarif.parse(JSON.parse(sarifReport(report(finding(), undecided, allowed), '1.2.3')));
	const [run] = log.runs;
	expect(run.results.map(({ruleId, level}) => [ruleId, level])).toEqual([
		['azure-firewall/blocked', 'error'],
		['azure-firewall/undecided', 'warning'],
	]);
	expect(run.results.map(({ruleId, ruleIndex}) => run.tool.driver.rules[ruleIndex]?.id === ruleId)).toEqual([
		true,
		true,
	]);
});

test('a flow that several controls stop is a result for each', () => {
	const both = finding({
		trail: [entry(), entry({control: 'nsg', resource: 'this machine'}), entry({verdict: 'allowed'})],
	});
	const [{results}] = sarif.parse(JSON.parse(sarifReport(report(both), '1'))).runs;
	expect(results.map(({ruleId}) => ruleId)).toEqual(['azure-firewall/blocked', 'nsg/blocked']);
	expect(results[1]?.locations[0].physicalLocation.artifactLocation.uri).toBe('this%20machine');
});

test('a fingerprint does not depend on the wording, and tells rules apart', () => {
	const prints = [entry({why: 'a'}), entry({why: 'b'}), entry({rule: 'other'})].map(one => {
		const [{results}] = sarif.parse(JSON.parse(sarifReport(report(finding({trail: [one]})), '1'))).runs;
		return JSON.stringify(results[0]?.partialFingerprints);
	});
	expect(prints[0]).toBe(prints[1]);
	expect(prints[0]).not.toBe(prints[2]);
});
