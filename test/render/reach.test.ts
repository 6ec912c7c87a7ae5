import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {reachCsv} from '../../source/render/reach/reach-csv.js';
import {reachDot} from '../../source/render/reach/reach-dot.js';
import {reachHtml} from '../../source/render/reach/reach-html.js';
import {portWords, type ReachRow} from '../../source/render/reach/reach-row.js';

const rows: readonly ReachRow[] = [
	{from: 'shop/web', to: 'shop/db', ports: 'TCP 5432', state: 'open'},
	{from: '0.0.0.0/0', to: 'shop/web', ports: 'All Connections', state: 'open'},
	{from: 'dev/a', to: 'shop/db', ports: 'TCP 80,UDP 53', state: 'undecided'},
];
const hostile: ReachRow = {from: '</script><script>alert(1)</script>', to: '=cmd()', ports: 'TCP 1', state: 'open'};

test('ports are in the words of other tools', () => {
	const every = ['TCP', 'UDP', 'SCTP'].map(protocol => ({protocol, ports: '1-65535'}));
	expect(portWords(every)).toBe('All Connections');
	expect(
		portWords([
			{protocol: 'TCP', ports: '80,443'},
			{protocol: 'UDP', ports: '53'},
		]),
	).toBe('TCP 80,443,UDP 53');
});

test('CSV quotes what needs it, and holds no formula', () => {
	expect([...reachCsv([...rows, hostile])].join('')).toBe(
		[
			'src,dst,conn,state',
			'shop/web,shop/db,TCP 5432,open',
			'0.0.0.0/0,shop/web,All Connections,open',
			'dev/a,shop/db,"TCP 80,UDP 53",undecided',
			"</script><script>alert(1)</script>,'=cmd(),TCP 1,open",
			'',
		].join('\r\n'),
	);
});

test('DOT has a box for each namespace and dashes what is undecided', () => {
	const dot = [...reachDot([...rows, {...hostile, from: 'a"\\b'}])].join('');
	expect(dot).toContain('\tsubgraph "cluster_shop" {\n\t\tlabel="shop";\n\t\t"shop/web" [label="web"];\n');
	expect(dot).toContain('\t"0.0.0.0/0" [shape=ellipse];\n');
	expect(dot).toContain('\t"dev/a" -> "shop/db" [label="TCP 80,UDP 53", style=dashed];\n');
	expect(dot).toContain(String.raw`"a\"\\b" -> "=cmd()"`);
});

const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(file =>
	existsSync(file),
);

/** The page after its script has run, with something typed into the search. */
function opened(page: string, search = ''): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-page-'));
	const typed = `<script>{
		const field = document.getElementById('search');
		field.value = ${JSON.stringify(search)};
		field.dispatchEvent(new Event('input'));
	}</script></body>`;
	writeFileSync(path.join(folder, 'page.html'), search === '' ? page : page.replace('</body>', () => typed));
	return execFileSync(
		chromium ?? '',
		[
			'--headless',
			'--no-sandbox',
			'--disable-gpu',
			`--user-data-dir=${folder}/profile`,
			'--dump-dom',
			`file://${folder}/page.html`,
		],
		{encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 200_000_000, timeout: 120_000},
	);
}

function shownRows(dom: string): readonly string[] {
	const [, body = ''] = /<tbody id="rows">(.*?)<\/tbody>/s.exec(dom) ?? [];
	return body
		.split('</tr>')
		.map(row =>
			row
				.replaceAll(/<\/td>/g, ' ')
				.replaceAll(/<[^>]*>/g, '')
				.trim(),
		)
		.filter(row => row !== '');
}

test('the page holds everything itself and no markup from names', () => {
	const page = [...reachHtml([...rows, hostile], {engine: 'Calico', notes: ['<b>note</b>']})].join('');
	expect(page).not.toMatch(/(?:src|href)=/);
	expect(page).not.toContain('<script>alert');
	expect(page).toContain('&lt;b&gt;note&lt;/b&gt;');
	expect(page).toContain("default-src 'none'");
});

describe.skipIf(chromium === undefined)(
	'in a browser (skipped where chromium is not installed)',
	{timeout: 180_000},
	() => {
		test('the page shows every connection, and names as text', () => {
			const dom = opened([...reachHtml([...rows, hostile], {engine: 'Calico', notes: []})].join(''));
			expect(shownRows(dom)).toEqual([
				'shop/web shop/db TCP 5432',
				'0.0.0.0/0 shop/web All Connections',
				'dev/a shop/db TCP 80,UDP 53',
				'&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; =cmd() TCP 1',
			]);
			expect(dom).toContain('4 connections');
		});

		test.each([
			['db', ['shop/web shop/db TCP 5432', 'dev/a shop/db TCP 80,UDP 53']],
			['from:web', ['shop/web shop/db TCP 5432']],
			['to:shop udp', ['dev/a shop/db TCP 80,UDP 53']],
			['nobody', []],
		])('searching for %s finds %j', (search, expected) => {
			expect(shownRows(opened([...reachHtml(rows, {engine: 'Calico', notes: []})].join(''), search))).toEqual(expected);
		});

		test('a thousand workloads that may all talk to each other open, in a page of moderate size', () => {
			const names = Array.from({length: 1000}, (_, index) => `space-${index % 20}/app-${index}`);
			const all = function* (): Generator<ReachRow> {
				for (const from of names) {
					for (const to of names) {
						if (from !== to) {
							yield {from, to, ports: 'All Connections', state: 'open'};
						}
					}
				}
			};
			const page = [...reachHtml(all(), {engine: 'Calico', notes: []})].join('');
			expect(page.length).toBeLessThan(200_000);
			const dom = opened(page, 'from:app-7 to:app-999');
			expect(dom).toContain('111 connections');
			expect(shownRows(dom)[0]).toBe('space-7/app-7 space-19/app-999 All Connections');
		});
	},
);
