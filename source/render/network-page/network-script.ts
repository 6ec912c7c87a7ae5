/** What the page does: find, fold and unfold. All that it shows is in the page already. */
export const networkScript = String.raw`
const byId = id => document.getElementById(id);
const form = byId('filter');
if (form !== null) {
	const [search, verdict, control, requirement, count, unfold] =
		['search', 'verdict', 'control', 'requirement', 'count', 'unfold'].map(byId);
	const flows = [...document.querySelectorAll('#flows > tbody')];
	const texts = new Map();
	const textOf = flow => {
		if (!texts.has(flow)) texts.set(flow, flow.textContent.toLowerCase());
		return texts.get(flow);
	};
	const show = () => {
		const terms = search.value.toLowerCase().split(/\s+/).filter(term => term !== '');
		let shown = 0;
		for (const flow of flows) {
			const {dataset} = flow;
			const isWanted = (verdict.value === '' || dataset.verdict === verdict.value)
				&& (control.value === '' || dataset.controls.split(' ').includes(control.value))
				&& (requirement.value === '' || dataset.requirement === requirement.value)
				&& terms.every(term => textOf(flow).includes(term));
			flow.hidden = !isWanted;
			shown += isWanted ? 1 : 0;
		}
		const all = flows.length + (flows.length === 1 ? ' flow' : ' flows');
		count.textContent = shown === flows.length ? all : shown + ' of ' + all;
	};
	form.addEventListener('submit', event => event.preventDefault());
	form.addEventListener('input', show);
	unfold.addEventListener('click', () => {
		const isOpen = unfold.getAttribute('aria-expanded') !== 'true';
		for (const flow of flows) {
			if (!flow.hidden) flow.querySelector('details').open = isOpen;
		}
		unfold.setAttribute('aria-expanded', String(isOpen));
		unfold.textContent = isOpen ? 'Close all details' : 'Open all details';
	});
	form.hidden = false;
	show();
}
// Paper cannot be unfolded: of what the reader left folded it has what decides, and none of what is allowed.
const skipped = '[hidden], [data-verdict=allowed], [data-verdict=not-applicable]';
window.addEventListener('beforeprint', () => {
	for (const folded of document.querySelectorAll('details:not([open])')) {
		if (folded.closest(skipped) === null) {
			folded.open = true;
			folded.dataset.paper = '';
		}
	}
});
window.addEventListener('afterprint', () => {
	for (const opened of document.querySelectorAll('details[data-paper]')) {
		opened.open = false;
		delete opened.dataset.paper;
	}
});
document.documentElement.dataset.ready = 'yes';
`;
