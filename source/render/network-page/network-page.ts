import type {Plan} from '../../plan/plan.js';
import {pluralize} from '../../plan/pluralize.js';
import {type ArmId, parseArmId} from '../../topology/arm-id.js';
import type {NetworkMap} from '../../wording/map/network-map.js';
import {html, type Markup} from '../page/markup.js';
import {pageFrame} from '../page/page-frame.js';
import type {Report} from '../report/report.js';
import {stoppingPlaces} from '../report/stopping-places.js';
import {findingsSection} from './findings-section.js';
import {mapSection} from './map-section.js';
import {networkScript} from './network-script.js';
import {networkStyle} from './network-style.js';
import {planSection} from './plan-section.js';
import {proofSection} from './proof-section.js';
import {unusedSection} from './unused-section.js';
import {verdictSigns, verdictWords} from './verdict-mark.js';

export type NetworkPage = {
	/** `Network check: aks-prod` */
	readonly title: string;
	readonly report: Report;
	readonly map: NetworkMap;
	/** Or why there is none, in a sentence. */
	readonly plan: Plan | string;
	/** What must not be overlooked, a line each. */
	readonly warnings: readonly string[];
	readonly origin: {
		/** The day: `2026-01-31`. */
		readonly made: string;
		readonly version: string;
		/** Read from Azure, from files, from a practice cluster: in words. */
		readonly source: string;
	};
};

/** One page to send to whoever keeps the network: findings, map, plan and proof. Given out piece by piece. */
export function networkPage(page: NetworkPage): Generator<string> {
	const frame = {
		title: page.title,
		style: networkStyle,
		script: networkScript,
		skipTo: {id: 'findings', words: 'Skip to the findings'},
	};
	return pageFrame(frame, sections(page));
}

function* sections(page: NetworkPage): Generator<Markup> {
	const {report, map, plan} = page;
	yield pageHead(page);
	yield html`<main>
`;
	yield stopsSection(report);
	yield* findingsSection(report);
	yield mapSection(map);
	if (typeof plan === 'string') {
		yield html`<section id="plan" aria-labelledby="plan-title">
<h2 id="plan-title">Plan</h2>
<p>${plan}</p>
</section>
`;
	} else {
		yield* planSection(plan);
		yield proofSection(plan);
	}

	if (report.unused !== undefined) {
		yield unusedSection(report.unused);
	}

	yield notesSection(report);
	yield html`</main>
<footer>
<p class="quiet">aksess reads configuration and sends no packets. What it does not see, it calls undecided and names.</p>
</footer>
`;
}

function pageHead({title, report, map, plan, warnings, origin}: NetworkPage): Markup {
	const {cluster, profiles, summary} = report;
	const links: readonly (readonly [string, string])[] = [
		['findings', 'Findings'],
		...(map.places.length === 0 ? [] : [['map', 'Map'] as const]),
		['plan', 'Plan'],
		...(typeof plan === 'string' ? [] : [['proof', 'Proof'] as const]),
		...(report.unused === undefined ? [] : [['unused', 'Not needed'] as const]),
		...(report.notes.length === 0 ? [] : [['notes', 'Notes'] as const]),
	];
	return html`<header>
<h1>${title}</h1>
<p class="quiet">${cluster === null ? '' : `${whereabouts(cluster)}. `}${profiles.length === 0 ? '' : `For ${profiles.join(', ')}. `}${origin.source} Made by aksess ${origin.version} on ${origin.made}.</p>
<p class="counts-line">${(
		[
			['blocked', summary.blocked],
			['undecided', summary.undecided],
			['allowed', summary.allowed],
			['not-applicable', summary.notApplicable],
		] as const
	).map(
		([verdict, number]) =>
			html`<span class="verdict ${verdict}"><span aria-hidden="true">${verdictSigns[verdict]}</span> ${number} ${verdictWords[verdict]}</span> `,
	)}</p>
${typeof plan === 'string' ? undefined : html`<p>${plan.proof.summary}</p>\n`}${warnings.map(
	warning => html`<p class="note">${warning}</p>\n`,
)}<nav aria-label="On this page"><ul>
${links.map(([id, words]) => html`<li><a href="#${id}">${words}</a></li>\n`)}</ul></nav>
</header>
`;
}

function whereabouts({id, location}: {readonly id: ArmId; readonly location: string}): string {
	const {resourceGroup, subscription} = parseArmId(id) ?? {};
	return [location, resourceGroup && `resource group ${resourceGroup}`, subscription && `subscription ${subscription}`]
		.filter(part => part)
		.join(', ');
}

/** What stands behind all that is blocked, before the flows one by one. */
function stopsSection(report: Report): Markup {
	const places = stoppingPlaces(report);
	return places.length === 0
		? html``
		: html`<section aria-labelledby="stops-title">
<h2 id="stops-title">Stopped by</h2>
<table>
<caption>Where flows are stopped, what stops most first; a flow that is stopped at two places counts at both</caption>
<thead><tr><th scope="col">Place</th><th scope="col">Stops</th><th scope="col">By which rules</th></tr></thead>
<tbody>
${places.map(
	({place, flows, rules}) =>
		html`<tr><th scope="row">${place}</th><td>${pluralize(flows, 'flow')}</td><td>${rules
			.map(({rule, flows: own}) => `${rule} (${own})`)
			.join(', ')}</td></tr>\n`,
)}</tbody>
</table>
</section>
`;
}

function notesSection({notes}: Report): Markup {
	return notes.length === 0
		? html``
		: html`<section id="notes" aria-labelledby="notes-title">
<h2 id="notes-title">Notes</h2>
<ul>
${notes.map(note => html`<li>${note}</li>\n`)}</ul>
</section>
`;
}
