import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseDocument, stringify} from 'yaml';
import {parseFile} from '../../source/sandbox/world/parse-file.js';
import {plainYaml} from '../../source/sandbox/world/plain-yaml.js';
import {draws} from '../helpers/draws.js';

/** What the full parser makes of it. */
function full(text: string): unknown {
	const document = parseDocument(text, {merge: true, logLevel: 'silent'});
	return document.errors.length > 0 ? new Error('invalid') : document.toJS();
}

/** Words that YAML 1.1 and 1.2 read differently are tested by name below. */
const word = fc
	.oneof(
		fc.constantFrom(
			'app',
			'a: b',
			'x #y',
			'#',
			'- a',
			'',
			' ',
			'10.0.0.1',
			'1',
			'0x10',
			'1e3',
			'null',
			'~',
			'true',
			"it's",
			'"q"',
			'{a}',
			'[',
			'*a',
			'&b',
			'!c',
			'|',
			'>',
			'%',
			'@',
			'`',
			'a:',
			'::',
			'k8s.io/x',
			'-',
			'--',
			'---',
			'a\nb',
			'a\n\nb\n',
			'\t',
		),
		fc.string({maxLength: 6}),
	)
	.filter(text => !/^(?:yes|no|on|off)$/i.test(text));
const json = fc.letrec<{value: unknown}>(tie => ({
	value: fc.oneof(
		{depthSize: 'small'},
		word,
		fc.integer(),
		fc.boolean(),
		fc.constant(null),
		fc.array(tie('value'), {maxLength: 4}),
		fc.dictionary(
			word.filter(key => key !== '__proto__'),
			tie('value'),
			{maxKeys: 4},
		),
	),
})).value;

describe('the plain reader', () => {
	test('reads what it reads as the full parser does, however it is written', () => {
		let read = 0;
		fc.assert(
			fc.property(
				json,
				fc.record({
					indent: fc.constantFrom(2, 4),
					indentSeq: fc.boolean(),
					collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
					defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const),
				}),
				(value, options) => {
					const text = stringify(value, options);
					const plain = plainYaml(text);
					if (plain !== undefined) {
						read++;
						expect(plain.value).toEqual(full(text) ?? null);
					}
				},
			),
			draws(1500),
		);
		expect(read).toBeGreaterThan(500);
	});

	test('never reads what is no YAML, and never otherwise than the full parser, whatever a text was changed to', () => {
		const base = 'a: 1\nb:\n- c: "d"\n  e: [f, {g: h}]\n- |\n  text\n  more\ni:\n  j: k # l\n';
		const piece = fc.oneof(
			fc.constantFrom(':', '-', ' ', '\n', '"', "'", '[', '}', '#', '|', ',', '? ', '<<: '),
			fc.string({maxLength: 3}),
		);
		fc.assert(
			fc.property(fc.nat(base.length), fc.nat(4), piece, (at, length, other) => {
				const text = base.slice(0, at) + other + base.slice(at + length);
				const plain = plainYaml(text);
				if (plain !== undefined) {
					expect(plain.value).toEqual(full(text) ?? null);
				}
			}),
			draws(1500),
		);
	});
});

describe('YAML as kubectl reads it', () => {
	const value = (text: string) =>
		parseFile('a.yaml', text).map(part => ('value' in part ? part.value : part.broken.message));

	test.each([
		['merge keys', 'x: &c {a: 1, b: 2}\ny:\n  <<: *c\n  b: 3\n', {x: {a: 1, b: 2}, y: {a: 1, b: 3}}],
		['anchors', 'labels: &l {app: web}\nselector: *l\n', {labels: {app: 'web'}, selector: {app: 'web'}}],
		['words of YAML 1.1', 'a: yes\nb: Off\nc: "yes"\nd: y\n', {a: true, b: false, c: 'yes', d: 'y'}],
		['folded text', 'a: >-\n  one\n  two\n', {a: 'one two'}],
		['JSON', '{"a": [1, {"b": null}]}', {a: [1, {b: null}]}],
		['windows line ends', 'a: 1\r\nb:\r\n- c\r\n', {a: 1, b: ['c']}],
	])('%s', (_, text, expected) => {
		expect(value(text)).toEqual([expected]);
	});

	test('documents are told apart by lines of dashes, and their places are lines of the file', () => {
		const text = '# first\n\na: 1\n---\n---\n# c\nb: 2\n--- # three\nc: |\n  x\n  --- y\n---\nd: &x 1\ne: *y\n';
		expect(
			parseFile('m.yaml', text).map(part => [part.where, 'value' in part ? part.value : part.broken.message]),
		).toEqual([
			['m.yaml:3', {a: 1}],
			['m.yaml:7', {b: 2}],
			['m.yaml:9', {c: 'x\n--- y\n'}],
			['m.yaml:13', expect.stringContaining('is not valid YAML')],
		]);
	});

	// A place computed per document took time by the square: not the test's time but minutes.
	test('are read to the end where there are very many', () => {
		const document = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\n---\n';
		expect(parseFile('a.yaml', document.repeat(50_000)).at(-1)?.where).toBe('a.yaml:349994');
	});
});
