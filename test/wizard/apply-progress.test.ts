import {expect, test} from 'vitest';
import type {ApplyEvent} from '../../source/apply/run-steps.js';
import type {Step} from '../../source/plan/plan.js';
import {applyProgress, lastNote} from '../../source/wizard/apply-progress.js';

const steps = ['a', 'b', 'c'].map(id => ({id, title: `Step ${id}`}) as Step);

test('shows every step from the start, and each where it stands', () => {
	const events: readonly ApplyEvent[] = [
		{kind: 'note', text: 'Checking.'},
		{kind: 'step-started', step: 'a', command: 'PUT a'},
		{kind: 'step-started', step: 'b', command: 'PUT b'},
		{kind: 'output', step: 'b', line: 'waiting for Azure'},
		{kind: 'step-ended', step: 'a', result: 'already', detail: ''},
	];
	expect(applyProgress(steps, [])).toMatchObject([{state: 'waiting'}, {state: 'waiting'}, {state: 'waiting'}]);
	expect(applyProgress(steps, events)).toEqual([
		{id: 'a', title: 'Step a', state: 'done', detail: ''},
		{id: 'b', title: 'Step b', state: 'running', detail: 'waiting for Azure'},
		{id: 'c', title: 'Step c', state: 'waiting', detail: ''},
	]);
	expect(lastNote(events)).toBe('Checking.');
});

test('says why a step failed or was passed over', () => {
	expect(
		applyProgress(steps, [
			{kind: 'step-ended', step: 'a', result: 'refused', detail: 'Azure said no'},
			{kind: 'step-ended', step: 'b', result: 'skipped', detail: 'it needs a'},
		]),
	).toMatchObject([
		{state: 'failed', detail: 'Azure said no'},
		{state: 'skipped', detail: 'it needs a'},
		{state: 'waiting'},
	]);
});
