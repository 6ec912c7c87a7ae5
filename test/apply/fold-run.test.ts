import {describe, expect, test} from 'vitest';
import {foldRun, isUnfinished, stepsToResume, stepsToUndo} from '../../source/apply/fold-run.js';
import type {JournalEntry, StepResult} from '../../source/apply/journal-entry.js';
import {only, planOf} from './stage.js';

const {plan: whole} = await planOf('locked-down');
const plan = only(
	whole,
	whole.steps.slice(0, 1).map(({change}) => change),
);

const began: JournalEntry = {type: 'began', at: '', step: 'step-1', command: 'PUT'};
const reverted: JournalEntry = {type: 'reverted', at: '', step: 'step-1', detail: ''};

function ended(result: StepResult, detail = ''): JournalEntry {
	return {type: 'ended', at: '', step: 'step-1', result, detail};
}

function fold(...entries: readonly JournalEntry[]) {
	const first: JournalEntry = {type: 'run', schemaVersion: 1, run: 'r', at: '', plan, selection: [], undoes: null};
	const record = foldRun([first, ...entries], false);
	if (record === undefined) {
		throw new Error('the journal has no beginning');
	}

	return record;
}

describe('undo takes back what a journal says was begun', () => {
	const changed = 'it was changed since the plan: aksess holds something else';

	test.each<[string, readonly JournalEntry[], string, boolean]>([
		['never begun', [], 'pending', false],
		['found so, and never begun', [ended('already')], 'already', false],
		['begun, and then the process died', [began], 'open', true],
		['begun, and found so by a later life', [began, ended('already')], 'done', true],
		['of an unknown end, and found so by a later life', [began, ended('unknown'), ended('already')], 'done', true],
		['refused, and found so by a later life', [began, ended('refused', '403'), ended('already')], 'done', true],
		['taken back by the guard, and found so again', [began, ended('done'), reverted, ended('already')], 'done', true],
		['begun, and then changed by somebody else', [began, ended('refused', changed)], 'unknown', true],
		['changed by somebody else before it was begun', [ended('refused', changed)], 'refused', false],
		['begun, and passed over by a later life', [began, ended('skipped')], 'skipped', true],
		['passed over', [ended('skipped')], 'skipped', false],
		['refused', [began, ended('refused', '403')], 'refused', false],
		['taken back by the guard', [began, ended('done'), reverted], 'reverted', false],
	])('%s', (_name, entries, result, isUndone) => {
		const record = fold(...entries);
		expect(record.steps.map(step => step.result)).toEqual([result]);
		expect(stepsToUndo(record)).toHaveLength(isUndone ? 1 : 0);
	});
});

test('a run of which all is done is unfinished until it is closed', () => {
	const record = fold(began, ended('done'));
	expect(stepsToResume(record)).toEqual([]);
	expect(isUnfinished(record)).toBe(true);
	expect(isUnfinished(fold(began, ended('done'), {type: 'closed', at: '', outcome: 'done', detail: ''}))).toBe(false);
});
