import {html, jsonData} from '../page/markup.js';
import {pageFrame} from '../page/page-frame.js';
import {pageScript} from './page-script.js';
import {pageStyle} from './page-style.js';
import type {ReachRow} from './reach-row.js';

type PageHead = {readonly engine: string; readonly notes: readonly string[]};

/**
 * One page that needs nothing else: the connections as data, a search and a table that shows what is found. Ends that
 * may talk to the same others share one list, so a thousand workloads stay a small page.
 */
export function* reachHtml(rows: Iterable<ReachRow>, {engine, notes}: PageHead): Generator<string> {
	const frame = {
		title: 'Who can talk to whom',
		style: pageStyle,
		script: pageScript,
		skipTo: {id: 'found', words: 'Skip to the connections'},
	};
	yield* pageFrame(frame, [
		html`<header>
<h1>Who can talk to whom</h1>
<p>Network policies as ${engine} reads them. <span id="total"></span></p>
${notes.map(note => html`<p class="note">${note}</p>\n`)}<form role="search">
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" placeholder="shop/web   from:web to:db   tcp 5432">
<label><input id="unsure" type="checkbox"> only undecided</label>
</form>
<p id="count" role="status"></p>
</header>
<main id="found" tabindex="-1">
<table>
<caption>Who may open connections to whom; an end that is pressed is searched for</caption>
<thead><tr><th scope="col">from</th><th scope="col">to</th><th scope="col">connections</th></tr></thead>
<tbody id="rows"></tbody>
</table>
<button id="more" type="button" hidden>Show more</button>
</main>
<script id="data" type="application/json">${jsonData(pageData(rows))}</script>
`,
	]);
}

type PageData = {
	readonly ends: readonly string[];
	readonly ports: readonly string[];
	/** Ends that share a list, and the list: destinations by what is open to them (a number of `ports`, 1 for unsure). */
	readonly groups: readonly (readonly [readonly number[], readonly (readonly [number, 0 | 1, readonly number[]])[]])[];
};

function pageData(rows: Iterable<ReachRow>): PageData {
	const [ends, ports] = [numbering(), numbering()];
	const bySource = new Map<number, Map<string, number[]>>();
	for (const {from, to, ports: words, state} of rows) {
		const source = ends.of(from);
		const lists = bySource.get(source) ?? new Map<string, number[]>();
		bySource.set(source, lists);
		const key = `${ports.of(words)} ${state === 'undecided' ? 1 : 0}`;
		const list = lists.get(key) ?? [];
		list.push(ends.of(to));
		lists.set(key, list);
	}

	// A pair of ends in a group does not talk to itself, so a list may hold an end that is left out where it is shown.
	const groups = Map.groupBy(bySource, ([source, lists]) =>
		JSON.stringify([...lists].map(([key, list]) => [key, [...list, source].toSorted((a, b) => a - b)])),
	);
	return {
		ends: ends.names,
		ports: ports.names,
		groups: [...groups.values()].map(members => [
			members.map(([source]) => source),
			[...(members[0]?.[1] ?? [])].map(([key, list]) => {
				const [port = 0, unsure = 0] = key.split(' ').map(Number);
				const whole = members.length > 1 ? [...list, members[0]?.[0] ?? 0].toSorted((a, b) => a - b) : list;
				return [port, unsure === 1 ? 1 : 0, whole] as const;
			}),
		]),
	};
}

function numbering(): {readonly names: string[]; readonly of: (name: string) => number} {
	const [names, numbers]: [string[], Map<string, number>] = [[], new Map()];
	return {
		names,
		of: name => {
			let number = numbers.get(name);
			if (number === undefined) {
				number = names.push(name) - 1;
				numbers.set(name, number);
			}

			return number;
		},
	};
}
