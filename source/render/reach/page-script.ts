/** What the page does: find, show, follow an end that is clicked. Names reach the page as text, never as markup. */
export const pageScript = String.raw`
const {ends, ports, groups} = JSON.parse(document.getElementById('data').textContent);
const byId = id => document.getElementById(id);
const [search, unsureOnly, body, count, more] = ['search', 'unsure', 'rows', 'count', 'more'].map(byId);
const lower = {ends: ends.map(end => end.toLowerCase()), ports: ports.map(words => words.toLowerCase())};
const step = 500;
let shown = step;

function* pairs() {
	for (const [sources, lists] of groups) {
		for (const from of sources) {
			for (const [port, unsure, destinations] of lists) {
				for (const to of destinations) {
					if (to !== from) yield [from, to, port, unsure];
				}
			}
		}
	}
}

function matcher(text) {
	const terms = text.toLowerCase().split(/\s+/).filter(term => term !== '');
	const tests = terms.map(term => {
		const [, side, word] = /^(from|to):(.*)$/.exec(term) ?? [];
		const wanted = word ?? term;
		const inEnd = lower.ends.map(end => end.includes(wanted));
		const inPorts = lower.ports.map(words => words.includes(wanted));
		return side === 'from' ? from => inEnd[from]
			: side === 'to' ? (from, to) => inEnd[to]
			: (from, to, port) => inEnd[from] || inEnd[to] || inPorts[port];
	});
	return (from, to, port) => tests.every(test => test(from, to, port));
}

function endCell(row, name) {
	const button = document.createElement('button');
	button.type = 'button';
	button.textContent = name;
	button.addEventListener('click', () => {
		search.value = name;
		refresh();
	});
	row.insertCell().append(button);
}

function show() {
	const matches = matcher(search.value);
	const rows = document.createDocumentFragment();
	let found = 0;
	for (const [from, to, port, unsure] of pairs()) {
		if ((unsureOnly.checked && !unsure) || !matches(from, to, port)) continue;
		found++;
		if (found > shown) continue;
		const row = document.createElement('tr');
		endCell(row, ends[from]);
		endCell(row, ends[to]);
		const cell = row.insertCell();
		cell.textContent = ports[port];
		if (unsure) {
			cell.className = 'unsure';
			cell.title = 'undecided: not modelled or not read';
		}
		rows.append(row);
	}
	body.replaceChildren(rows);
	count.textContent = found + (found === 1 ? ' connection' : ' connections') + (found > shown ? ', the first ' + shown + ' are shown' : '');
	more.hidden = found <= shown;
}

function refresh() {
	shown = step;
	show();
}

search.addEventListener('input', refresh);
unsureOnly.addEventListener('change', refresh);
document.querySelector('form').addEventListener('submit', event => event.preventDefault());
more.addEventListener('click', () => {
	shown += step;
	show();
});
byId('total').textContent = ends.length + ' ends.';
show();
document.documentElement.dataset.ready = 'yes';
`;
