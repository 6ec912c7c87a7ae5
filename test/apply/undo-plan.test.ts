import {expect, test} from 'vitest';
import {foldRun} from '../../source/apply/fold-run.js';
import type {JournalEntry, RunPlan} from '../../source/apply/journal-entry.js';
import {asJournalEntry} from '../../source/apply/journal-schema.js';
import {undoPlan} from '../../source/apply/undo-plan.js';
import type {Step} from '../../source/plan/plan.js';
import {planSchema} from '../../source/plan/plan-schema.js';
import {sampleChanges, sampleIds} from '../helpers/sample-changes.js';

function step(id: string, change: Step['change'], after: readonly string[] = []): Step {
	return {id, title: `Do ${id}`, reason: 'x', control: 'nsg', flows: ['f'], change, danger: undefined, after};
}

const {labels, route} = sampleChanges;
const policy = sampleChanges['kube-object'];

const plan: RunPlan = {
	schemaVersion: 1,
	cluster: {id: sampleIds.cluster, name: 'aks', location: 'westeurope'},
	profiles: ['p'],
	answers: {machines: [], parameters: {}, choices: {}},
	steps: [step('labels', labels), step('policy', policy, ['labels']), step('route', route)],
	basis: [{resource: 'x', version: 'y'}],
	proof: {won: ['f'], stillBlocked: [], opened: [], closed: [], undecided: [], summary: 'Opens 1.'},
	choices: [],
	advice: [],
	before: [],
};

function record(of: RunPlan, undoes: string | null, done: readonly string[]) {
	const entries: readonly JournalEntry[] = [
		{type: 'run', schemaVersion: 1, run: 'r', at: '', plan: of, selection: [], undoes},
		...done.map((id): JournalEntry => ({type: 'ended', at: '', step: id, result: 'done', detail: ''})),
	];
	const found = foldRun(entries, false);
	if (found === undefined) {
		throw new Error('the journal has no beginning');
	}

	return found;
}

test('takes back what was done, last first, and what was built on a step before it', () => {
	const {steps} = undoPlan(record(plan, null, ['labels', 'policy']));
	expect(steps.map(({id, title, after, danger}) => ({id, title, after, danger}))).toEqual([
		{id: 'policy', title: 'Take back: Do policy', after: [], danger: undefined},
		{id: 'labels', title: 'Take back: Do labels', after: ['policy'], danger: undefined},
	]);
	expect(steps.map(({change}) => change)).toEqual([
		{...policy, before: policy.after, after: policy.before},
		{...labels, before: labels.after, after: labels.before},
	]);
});

test('taking back what took something back is doing it again', () => {
	const undone = undoPlan(record(plan, null, ['route']));
	const again = undoPlan(record(undone, 'r', ['route']));
	expect(again.steps.map(({title, change}) => ({title, change}))).toEqual([{title: 'Do route', change: route}]);
});

test('has steps and no case for them, and can be kept in a journal but is no plan to review', () => {
	const undone = JSON.parse(JSON.stringify(undoPlan(record(plan, null, ['route'])))) as RunPlan;
	expect(undone.basis).toEqual([]);
	expect(undone).not.toHaveProperty('proof');
	const entry = {type: 'run', schemaVersion: 1, run: 'r', at: '', plan: undone, selection: [], undoes: 'r'};
	expect(asJournalEntry(entry)).toEqual(entry);
	expect(planSchema.safeParse(undone).success).toBe(false);
});

test('a run promises what its plan proves; one that takes it back promises nothing, also in journals that say so', () => {
	expect(record(plan, null, []).proof?.won).toEqual(['f']);
	expect(record(plan, 'r', []).proof).toBeUndefined();
	expect(record(undoPlan(record(plan, null, [])), 'r', []).proof).toBeUndefined();
});
