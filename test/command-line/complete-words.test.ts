import fc from 'fast-check';
import {expect, test} from 'vitest';
import {readBashLine} from '../../source/command-line/completion/bash-line.js';
import {completeWords} from '../../source/command-line/completion/complete-words.js';
import {type CompletionShell, spellCandidates} from '../../source/command-line/completion/spell-candidates.js';
import {catalog, wizard} from '../../source/commands/catalog.js';
import {isPrintable} from '../../source/render/printable.js';
import {draws} from '../helpers/draws.js';

const complete = (...words: string[]) => completeWords(words, wizard, catalog);

test.each([
	[['check', '--sandbox', 'lo'], 'practice-world', 'lo', ''],
	[['check', '--sandbox=lo'], 'practice-world', 'lo', '--sandbox='],
	[['check', '--profile', 'a,b,c'], 'profiles', 'c', 'a,b,'],
	[['check', '--profile=a,'], 'profiles', '', '--profile=a,'],
	[['plan', '--without', ''], 'step', '', ''],
	[['plan', '--choose', 'x'], 'choice', 'x', ''],
	[['check', '-n', ''], 'cluster', '', ''],
	[['--sandbox', ''], 'practice-world', '', ''],
	[['explain', ''], 'flow', '', ''],
	[['explain', '--verbose', 'p'], 'flow', 'p', ''],
	[['explain', 'p', ''], 'free', '', ''],
	[['ask', ''], 'sender', '', ''],
	[['ask', '--sandbox', 'x', 'claims', 'g'], 'target', 'g', ''],
	[['ask', 'claims', 'gcr.io:443', ''], 'target', '', ''],
	[['ask', '--', 'claims', '-'], 'target', '-', ''],
	[['reach', '--from', ''], 'reach-end', '', ''],
	[['profiles', 'show', ''], 'profile', '', ''],
	[['undo', ''], 'run', '', ''],
	[['check', '--output', ''], 'free', '', ''],
	[['check', '--world', ''], undefined, '', ''],
] as const)('behind %j comes a value of kind %s', (words, value, typed, before) => {
	expect(complete(...words)).toMatchObject({value, typed, before});
});

test('of a repeated option every value counts for what follows', () => {
	const {given} = complete('check', '--profile', 'azure-dev-spaces', '--profile=argo-cd,flux', '--set', '');
	expect(given).toEqual({profile: 'azure-dev-spaces,argo-cd,flux'});
	expect(complete('check', '--sandbox', 'a', '--sandbox', 'b', '--set', '').given).toEqual({sandbox: 'b'});
});

test.each([
	[['ch'], 'check'],
	[['profiles', ''], 'show'],
	[['check', '--sa'], '--sandbox'],
	[['check', '--output', ''], 'html'],
	[['plan', '--output', ''], 'html'],
	[['-'], '--plain'],
] as const)('behind %j may come %s', (words, value) => {
	expect(complete(...words).candidates.map(candidate => candidate.value)).toContain(value);
});

test('a verb that is in no help is not offered', () => {
	expect(complete('').candidates.map(({value}) => value)).not.toContain('complete');
});

test.each([
	['aksess check --sandbox lo', ['aksess', 'check', '--sandbox', 'lo'], ''],
	['aksess check ', ['aksess', 'check', ''], ''],
	["aksess explain 'space-r", ['aksess', 'explain', 'space-r'], "'"],
	['aksess explain "a b" c\\ d\\>', ['aksess', 'explain', 'a b', 'c d>'], ''],
	['aksess x "a\\"b\\n', ['aksess', 'x', 'a"b\\n'], '"'],
	["aksess x ''", ['aksess', 'x', ''], ''],
	['', [''], ''],
] as const)('bash reads %j as these words', (line, words, quote) => {
	expect(readBashLine(line)).toEqual({words, quote});
});

const shells: readonly CompletionShell[] = ['bash', 'zsh', 'fish', 'powershell'];

test('a candidate is one line of its own for every shell, and only what can be typed as it looks', () => {
	const completing = complete('plan', '--without', '');
	fc.assert(
		fc.property(fc.constantFrom(...shells), fc.array(fc.string({unit: 'binary'}), {maxLength: 5}), (shell, names) => {
			const lines = spellCandidates(
				shell,
				names.map(value => ({value})),
				completing,
			).split('\n');
			expect(lines[0]).toBe('words');
			expect(lines.length).toBeLessThanOrEqual(names.length + 2);
			expect(isPrintable(lines.join('').replaceAll('\t', ''))).toBe(true);
		}),
		draws(60),
	);
});

test('what bash puts into the line it reads as the name again', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[ -~]{1,20}$/), name => {
			const completing = complete('plan', '--without', '');
			const [, line = ''] = spellCandidates('bash', [{value: name}], completing).split('\n');
			expect(readBashLine(line).words).toEqual([name]);
		}),
		draws(300),
	);
});

test('bash gets what stands behind the colon or equal sign where it cuts words', () => {
	const line = (word: string, value: string) =>
		spellCandidates('bash', [{value}], complete('explain', word)).split('\n')[1];
	expect(line('space-routing:cl', 'space-routing:claims->x')).toBe(String.raw`claims-\>x`);
	expect(line('sp', 'space-routing:claims')).toBe('space-routing:claims');
	expect(spellCandidates('bash', [{value: 'locked-down'}], complete('check', '--sandbox=lo'))).toBe(
		'words\nlocked-down\n',
	);
});

test('in PowerShell a name with signs stands between quotes', () => {
	const found = spellCandidates(
		'powershell',
		[{value: "it's", description: 'x'}, {value: 'a/b'}],
		complete('explain', ''),
	);
	expect(found).toBe("words\n'it''s'\tit's\tx\na/b\ta/b\t\n");
});

test('what is in the list already is not offered again', () => {
	const found = spellCandidates(
		'fish',
		[{value: 'a'}, {value: 'b'}],
		complete('check', '--profile', 'a', '--profile', ''),
	);
	expect(found).toBe('files\nb\n');
});
