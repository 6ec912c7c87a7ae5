import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {reachCsv} from '../../source/render/reach/reach-csv.js';
import {reachDot} from '../../source/render/reach/reach-dot.js';
import {reachHtml} from '../../source/render/reach/reach-html.js';
import {reachMatrix} from '../../source/render/reach/reach-matrix.js';
import {portWords, type ReachRow} from '../../source/render/reach/reach-row.js';
import {spokenPorts} from '../../source/render/reach/spoken-ports.js';
import {type Browser, hasBrowser, startBrowser} from '../helpers/browser.js';

const rows: readonly ReachRow[] = [
	{from: 'shop/web', to: 'shop/db', ports: 'TCP 5432', state: 'open'},
	{from: '0.0.0.0/0', to: 'shop/web', ports: 'All Connections', state: 'open'},
	{from: 'dev/a', to: 'shop/db', ports: 'TCP 80,UDP 53', state: 'undecided'},
];
const hostile: ReachRow = {from: '</script><script>alert(1)</script>', to: '=cmd()', ports: 'TCP 1', state: 'open'};

function every3(ports: string) {
	return ['TCP', 'UDP', 'SCTP'].map(protocol => ({protocol, ports}));
}

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

test.each([
	[every3('1-65535'), 'everything'],
	[every3('1-65535').slice(0, 2), 'every TCP port, every UDP port'],
	[[{protocol: 'TCP', ports: '80,443'}], 'TCP 80,443'],
	[[], ''],
])('a person reads of %j: %s', (allowed, words) => {
	expect(spokenPorts(allowed)).toBe(words);
});

test('a table has a row and a column for each end, and says the least sure of a pair', () => {
	const again: ReachRow = {from: '0.0.0.0/0', to: 'shop/web', ports: 'UDP 53', state: 'undecided'};
	expect(reachMatrix([...rows, again])).toEqual({
		ok: true,
		value: [
			'            1 2 3 4',
			'1 0.0.0.0/0   · · ?',
			'2 dev/a     ·   ? ·',
			'3 shop/db   · ·   ·',
			'4 shop/web  · · ◦',
			'',
			'● everything  ◦ some ports  ? undecided  · nothing; rows open connections to columns',
			'',
		].join('\n'),
	});
	const many = Array.from({length: 130}, (_, index): ReachRow => ({...hostile, from: `a${index}`}));
	expect(reachMatrix(many)).toMatchObject({ok: false});
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

test('the page holds everything itself and no markup from names', () => {
	const page = [...reachHtml([...rows, hostile], {engine: 'Calico', notes: ['<b>note</b>']})].join('');
	expect(page).not.toMatch(/(?:src|href)="(?!#)/);
	expect(page).not.toContain('<script>alert');
	expect(page).toContain('&lt;b&gt;note&lt;/b&gt;');
	expect(page).toContain("default-src 'none'");
});

describe.skipIf(!hasBrowser)('in a browser (skipped where chromium is not installed)', {timeout: 120_000}, () => {
	let browser: Browser;
	beforeAll(async () => {
		browser = await startBrowser();
	}, 60_000);
	afterAll(() => browser.close());

	/** The rows that are shown, with something typed into the search. */
	const found = async (page: string, search: string) => {
		const open = await browser.open(page);
		await open.evaluate("document.getElementById('search').focus()");
		await open.type(search);
		expect(open.complaints).toEqual([]);
		return {
			rows: await open.evaluate<string[]>(
				"[...document.querySelectorAll('#rows tr')].map(row => [...row.cells].map(cell => cell.textContent).join(' '))",
			),
			count: await open.evaluate<string>("document.getElementById('count').textContent"),
		};
	};

	test('the page shows every connection, and names as text', async () => {
		const {rows: shown, count} = await found(
			[...reachHtml([...rows, hostile], {engine: 'Calico', notes: []})].join(''),
			'',
		);
		expect(shown).toEqual([
			'shop/web shop/db TCP 5432',
			'0.0.0.0/0 shop/web All Connections',
			'dev/a shop/db TCP 80,UDP 53',
			'</script><script>alert(1)</script> =cmd() TCP 1',
		]);
		expect(count).toContain('4 connections');
	});

	test.each([
		['db', ['shop/web shop/db TCP 5432', 'dev/a shop/db TCP 80,UDP 53']],
		['from:web', ['shop/web shop/db TCP 5432']],
		['to:shop udp', ['dev/a shop/db TCP 80,UDP 53']],
		['nobody', []],
	])('searching for %s finds %j', async (search, expected) => {
		const page = [...reachHtml(rows, {engine: 'Calico', notes: []})].join('');
		expect((await found(page, search)).rows).toEqual(expected);
	});

	test('a thousand workloads that may all talk to each other open, in a page of moderate size', async () => {
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
		const {rows: shown, count} = await found(page, 'from:app-7 to:app-999');
		expect(count).toContain('111 connections');
		expect(shown[0]).toBe('space-7/app-7 space-19/app-999 All Connections');
	});
});
