import {expect, test} from 'vitest';
import {undoQuestion} from '../../source/workflow/undo-question.js';

test.each([
	[[['a'], ['a', 'b']], ['a', 'b', 'c'], 'Take back 2 steps? Blocks 2 flows again.'],
	[[['a']], ['a', 'b'], 'Take back 1 step? Blocks 1 flow again.'],
	[[['a']], [], 'Take back 1 step? No flow that the run opened depends on them.'],
])('%j of a run that won %j', (flows, won, question) => {
	expect(
		undoQuestion(
			flows.map(own => ({flows: own})),
			{proof: {won}},
		),
	).toBe(question);
});
