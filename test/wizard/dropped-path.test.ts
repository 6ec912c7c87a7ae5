import {describe, expect, test} from 'vitest';
import {advance} from '../../source/wizard/advance.js';
import {clusterRows} from '../../source/wizard/rows/cluster-rows.js';
import {droppedPath} from '../../source/wizard/rows/dropped-path.js';
import {initialState} from '../../source/wizard/state.js';

test.each([
	// Pasted whole, as terminals do with what is dropped on them.
	['/home/kim/world', '/home/kim/world'],
	["'/home/kim/my world'", '/home/kim/my world'],
	['"/home/kim/my world"', '/home/kim/my world'],
	[String.raw`/home/kim/my\ world\ \(2\)`, '/home/kim/my world (2)'],
	['./world.zip', './world.zip'],
	['../captured', '../captured'],
	[String.raw`C:\Users\kim\world`, String.raw`C:\Users\kim\world`],
	[' /tmp/w ', '/tmp/w'],
	// Typed: the first slash opened the search.
	['home/kim/world', '/home/kim/world'],
	["home/kim/my world'", '/home/kim/my world'],
	// Words to search for.
	['aks shop', undefined],
	['', undefined],
	['/', undefined],
	['prod/', undefined],
])('%j is the path %j', (text, path) => {
	expect(droppedPath(text)).toBe(path);
});

describe('a folder dropped on the first screen', () => {
	const state = initialState({formats: [], folder: 'out', canApply: false});
	const pasted = advance(state, {type: 'edit', edit: {kind: 'insert', text: '/tmp/captured'}}).state;

	test('stands first, as files to read', () => {
		expect(clusterRows(state.memory, '/tmp/captured')).toMatchObject([
			{group: 'folder', name: '/tmp/captured', source: {kind: 'folder', path: '/tmp/captured'}},
		]);
	});

	test('is taken by Enter', () => {
		const {memory} = advance(pasted, {type: 'accept'}).state;

		expect(memory.source).toEqual({kind: 'folder', path: '/tmp/captured'});
	});
});
