import fc from 'fast-check';
import {expect, test} from 'vitest';
import {escapeHtml, html, jsonData} from '../../../source/render/page/markup.js';
import {printable} from '../../../source/render/printable.js';
import {draws} from '../../helpers/draws.js';

const signs: Readonly<Record<string, string>> = {amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'"};

/** As a browser reads text back. */
function readBack(text: string): string {
	return text.replaceAll(/&(\w+|#39);/g, (_, name: string) => signs[name] ?? '');
}

const anyText = fc.oneof(fc.string({unit: 'binary'}), fc.stringMatching(/^[<>&"'`=/;a-z#39]*$/));

test('text between tags or in quotes is nothing else, and reads as what it is', () => {
	fc.assert(
		fc.property(anyText, text => {
			const escaped = escapeHtml(text);
			expect(escaped).not.toMatch(/[<>"']/);
			expect(readBack(escaped)).toBe(printable(text));
		}),
		draws(500),
	);
});

test('a template escapes what is put into it, once, and markup stays markup', () => {
	const inner = html`<b>${'<&>'}</b>`;
	expect(html`<p title="${'"'}">${inner}${[inner, inner]}${3}${undefined}</p>`.markup).toBe(
		'<p title="&quot;"><b>&lt;&amp;&gt;</b><b>&lt;&amp;&gt;</b><b>&lt;&amp;&gt;</b>3</p>',
	);
});

test('data means the same and cannot end the element it stands in', () => {
	fc.assert(
		fc.property(fc.array(fc.oneof(anyText, fc.constant('</script><!--'))), values => {
			const {markup} = jsonData(values);
			expect(markup).not.toContain('<');
			expect(JSON.parse(markup)).toEqual(values);
		}),
		draws(200),
	);
});
