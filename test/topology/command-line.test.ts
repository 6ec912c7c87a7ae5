import {execaSync} from 'execa';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {commandLine} from '../../source/topology/command-line.js';
import {draws} from '../helpers/draws.js';

test('a shell reads back exactly the words that were meant', () => {
	const word = fc.string({unit: 'binary', maxLength: 12}).filter(text => !text.includes('\0') && text.isWellFormed());
	fc.assert(
		fc.property(fc.array(word, {minLength: 1, maxLength: 4}), words => {
			const {stdout} = execaSync('sh', ['-c', commandLine('printf', String.raw`%s\0`, ...words)], {
				stripFinalNewline: false,
			});
			expect(stdout).toBe(words.map(text => `${text}\0`).join(''));
		}),
		{...draws(60), examples: [[['']], [["a'b", '$(id)', 'rg (1)', '*']]]},
	);
});
