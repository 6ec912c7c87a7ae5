import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {escapeMarkdown, inlineCode, tableRow} from '../../../source/render/markdown/escape-markdown.js';

/** By the CommonMark and GFM specifications: what each would otherwise become stands beside it. */
describe.each([
	['azds-*.azds.io', String.raw`azds-\*.azds.io`, 'emphasis'],
	['my_rule_name', String.raw`my\_rule\_name`, 'emphasis'],
	['`code`', '\\`code\\`', 'code'],
	['[x](y)', String.raw`\[x\](y)`, 'a link'],
	['![x](y)', String.raw`!\[x\](y)`, 'an image'],
	['a|b', String.raw`a\|b`, 'two cells'],
	['~~x~~', String.raw`\~\~x\~\~`, 'struck out'],
	['<b>x</b>', '&lt;b&gt;x&lt;/b&gt;', 'HTML'],
	['a & b &amp; c', 'a &amp; b &amp;amp; c', 'an entity'],
	['back\\slash', String.raw`back\\slash`, 'an escape'],
	['# x', String.raw`\# x`, 'a heading'],
	['- x', String.raw`\- x`, 'a list'],
	['+ x', String.raw`\+ x`, 'a list'],
	['12. x', String.raw`12\. x`, 'a list'],
	['3) x', String.raw`3\) x`, 'a list'],
	['===', String.raw`==\=`, 'a heading'],
	['---', String.raw`--\-`, 'a rule'],
	['> x', '&gt; x', 'a quotation'],
	['a\n\n# b', 'a # b', 'a heading'],
	['a\u001Bb', String.raw`a\\u001bb`, 'an escape sequence'],
])('%j', (text, escaped, otherwise) => {
	test(`is not ${otherwise}`, () => {
		expect(escapeMarkdown(text)).toBe(escaped);
	});
});

test.each(['10.0.0.0/24', 'DenyAll (4000)', 'tcp 80,443', 'a-b', '20.1.2.3', 'C# and F#'])(
	'%s reads as it is',
	text => {
		expect(escapeMarkdown(text)).toBe(text);
	},
);

test('inline code ends where it should, whatever is inside', () => {
	fc.assert(
		fc.property(fc.string({unit: fc.constantFrom('`', 'a', ' ', '\\'), minLength: 1}), text => {
			const code = inlineCode(text);
			const [fence = ''] = /^`+/.exec(code) ?? [];
			const inside = code.slice(fence.length, -fence.length);
			// A run of exactly as many backticks is the only thing that ends it.
			expect([...inside.matchAll(/`+/g)].map(([run]) => run)).not.toContain(fence);
			expect(code.endsWith(fence)).toBe(true);
			// CommonMark takes one blank off both ends.
			const shown = /^ .*[^ ].* $/.test(inside) ? inside.slice(1, -1) : inside;
			expect(shown.trim()).toBe(text.replaceAll(/\s+/g, ' ').trim());
		}),
		{examples: [['`'], ['``a`'], ['` `'], ['a`']]},
	);
});

test('a row has a cell for each', () => {
	expect(tableRow(['a', 'b'])).toBe('| a | b |');
});
