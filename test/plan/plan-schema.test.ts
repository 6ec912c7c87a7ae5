import {describe, expect, test} from 'vitest';
import {asJournalEntry} from '../../source/apply/journal-schema.js';
import {planSchema} from '../../source/plan/plan-schema.js';
import {shapeProblem} from '../../source/plan/shape-problem.js';
import type {Json, JsonObject} from '../../source/topology/world.js';
import {practice} from '../helpers/plan-practice-world.js';

/** As it comes back from a file. */
function stored(name: string): JsonObject {
	return JSON.parse(JSON.stringify(practice(name).plan()));
}

/** The plan with another change in its first step of a kind. */
function withChange(plan: JsonObject, kind: string, edit: (change: JsonObject) => JsonObject): JsonObject {
	const steps = (plan['steps'] as readonly (JsonObject & {readonly change: JsonObject})[]).map(step => ({...step}));
	const index = steps.findIndex(({change}) => change['kind'] === kind);
	const step = steps[index];
	return {...plan, steps: step === undefined ? [] : steps.with(index, {...step, change: edit(step.change)})};
}

function problemOf(plan: Json): string {
	const {error} = planSchema.safeParse(plan);
	return error === undefined ? '' : shapeProblem(error);
}

/** A field of a later version in every object. */
function later(value: Json): Json {
	if (Array.isArray(value)) {
		return (value as readonly Json[]).map(later);
	}

	return typeof value === 'object' && value !== null
		? {...Object.fromEntries(Object.entries(value).map(([name, item = null]) => [name, later(item)])), later: 'x'}
		: value;
}

describe.each(['locked-down', 'classic-firewall', 'cilium-overlay', 'wide-open'])('the plan of %s', name => {
	test('has the shape, and every field of it is described', () => {
		const plan = stored(name);
		expect(planSchema.parse(plan)).toEqual(plan);
	});

	test('has it with fields of later versions, too', () => {
		expect(problemOf(later(stored(name)))).toBe('');
	});
});

describe('a plan is refused', () => {
	const plan = stored('locked-down');
	const rule = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/n/securityRules/r';

	test.each<[string, (change: JsonObject) => JsonObject, string]>([
		['names a resource of another kind', change => ({...change, id: rule}), 'steps.0.change.id'],
		[
			'leads elsewhere by its id',
			change => ({...change, id: `${change['id']}`.replace(/[^/]+$/, '..')}),
			'steps.0.change.id',
		],
		['has a query in its id', change => ({...change, id: `${change['id']}?x=y`}), 'steps.0.change.id'],
		['has no properties to write', change => ({...change, after: {id: 'x', name: 'x', type: 'x'}}), 'properties'],
		['is of a kind that is not known', change => ({...change, kind: 'delete-everything'}), 'steps.0.change.kind'],
	])('whose change %s', (_, edit, where) => {
		expect(problemOf(withChange(plan, 'arm-child', edit))).toContain(where);
	});

	test.each<[string, (change: JsonObject) => JsonObject]>([
		['names another object', change => ({...change, ref: {...(change['ref'] as JsonObject), name: 'other'}})],
		[
			'names a kind that no plan writes',
			change => ({...change, ref: {...(change['ref'] as JsonObject), kind: 'Secret'}}),
		],
		['has a path for a name', change => ({...change, ref: {...(change['ref'] as JsonObject), name: '../../x'}})],
		['has a path for a version', change => ({...change, ref: {...(change['ref'] as JsonObject), apiVersion: '../v1'}})],
	])('whose change of an object %s', (_, edit) => {
		expect(problemOf(withChange(plan, 'kube-object', edit))).toMatch(/change\.ref/);
	});

	test('that has two steps of one id', () => {
		const [first] = plan['steps'] as readonly Json[];
		expect(problemOf({...plan, steps: [first ?? null, first ?? null]})).toBe('steps: has two steps of one id');
	});

	test('that was made for a machine with no address', () => {
		const answers = {...(plan['answers'] as JsonObject), machines: ['mine']};
		expect(problemOf({...plan, answers})).toContain('answers.machines.0');
	});
});

describe('a line of a journal', () => {
	const began = {type: 'began', at: '2026-01-01T00:00:00.000Z', step: 'x', command: 'PUT'};

	test('is an entry, with fields of later versions, too', () => {
		expect(asJournalEntry({...began, later: 'x'})).toEqual({...began, later: 'x'});
	});

	test.each<[string, Json]>([
		['lacks a field', {type: 'began', at: 'x', step: 'y'}],
		['has one of another type', {...began, step: 7}],
		['is of a type that is not known', {...began, type: 'vanished'}],
		[
			'holds a plan that is none',
			{...began, type: 'run', schemaVersion: 1, run: 'r', plan: {}, selection: [], undoes: null},
		],
		['is a list', [began]],
	])('is none when it %s', (_, value) => {
		expect(asJournalEntry(value)).toBeUndefined();
	});
});
