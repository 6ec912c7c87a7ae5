import type {Key} from 'ink';
import {describe, expect, test} from 'vitest';
import {keysLine} from '../../source/wizard/components/footer.js';
import {actFor, keysOf, modeNames} from '../../source/wizard/keymap.js';
import {textOf, widthOf} from '../../source/wizard/text.js';
import {createTheme} from '../../source/wizard/theme.js';

const unicode = createTheme({colour: false, unicode: true, screenReader: false});
const ascii = createTheme({colour: false, unicode: false, screenReader: false});

function key(changes: Partial<Key> = {}): Key {
	return {
		upArrow: false,
		downArrow: false,
		leftArrow: false,
		rightArrow: false,
		pageDown: false,
		pageUp: false,
		home: false,
		end: false,
		return: false,
		escape: false,
		ctrl: false,
		shift: false,
		tab: false,
		backspace: false,
		delete: false,
		meta: false,
		super: false,
		hyper: false,
		capsLock: false,
		numLock: false,
		...changes,
	};
}

describe.each(modeNames)('in the mode %s', mode => {
	test('the footer fits 80 columns and says how to go on, with any glyphs', () => {
		for (const theme of [unicode, ascii]) {
			const keys = keysLine(mode, theme, 76);

			expect(widthOf(keys)).toBeLessThanOrEqual(76);
			expect(textOf(keys)).toMatch(/Enter|Esc|Ctrl-C|y /);
		}
	});

	test('the help names every key of the footer once', () => {
		const named = keysOf(mode, unicode.glyphs);

		expect(new Set(named.map(({keys}) => keys)).size).toBe(named.length);
	});

	test('Ctrl-C is heard', () => {
		expect(actFor(mode, 'c', key({ctrl: true}))).toEqual({type: 'leave'});
	});
});

describe('typing', () => {
	test('takes every letter where text is typed, also those that are keys elsewhere', () => {
		for (const letter of ['q', 'y', '?', '/', ' ', 'v']) {
			expect(actFor('text', letter, key())).toEqual({type: 'edit', edit: {kind: 'insert', text: letter}});
		}
	});

	test('moves the caret where going back would lose the text', () => {
		expect(actFor('text', '', key({leftArrow: true}))).toEqual({type: 'edit', edit: {kind: 'move', by: -1}});
		expect(actFor('topology', '', key({leftArrow: true}))).toEqual({type: 'back'});
	});

	test('does nothing where no text is typed', () => {
		expect(actFor('topology', 'x', key())).toBeUndefined();
	});
});
