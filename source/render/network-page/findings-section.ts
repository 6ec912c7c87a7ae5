import {parseArmId} from '../../topology/arm-id.js';
import {controlNames} from '../../wording/control-names.js';
import {html, type Markup} from '../page/markup.js';
import {
	type Report,
	type ReportedEntry,
	type ReportedFinding,
	type ReportedHop,
	resourceName,
	routeOf,
	tellingEntries,
} from '../report/report.js';
import {verdictMark, verdictOrder, verdictWords} from './verdict-mark.js';

/** Every flow in a table that can be searched, with all that is known of it folded below its line. */
export function* findingsSection({findings}: Report): Generator<Markup> {
	yield html`<section id="findings" tabindex="-1" aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
`;
	if (findings.length === 0) {
		yield html`<p>Nothing was found that needs the network.</p>
</section>
`;
		return;
	}

	yield filterForm(findings);
	yield html`<table id="flows">
<caption>What has to get through, what is blocked first</caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Flow</th><th scope="col">From and to</th><th scope="col">Decided by</th></tr></thead>
`;
	for (const verdict of verdictOrder) {
		for (const finding of findings.filter(own => own.verdict === verdict)) {
			yield flowRows(finding);
		}
	}

	yield html`</table>
</section>
`;
}

/** Shown by the page's script: without it there is nothing to search with. */
function filterForm(findings: readonly ReportedFinding[]): Markup {
	const there = <T>(values: readonly T[]) => [...new Set(values)];
	const verdicts = verdictOrder.filter(verdict => findings.some(finding => finding.verdict === verdict));
	const controls = there(findings.flatMap(finding => tellingEntries(finding).map(({control}) => control)));
	const requirements = there(findings.map(({requirement}) => requirement)).toSorted();
	return html`<form id="filter" role="search" aria-label="Findings" hidden>
<label for="search">Search</label>
<input id="search" type="search" autocomplete="off" placeholder="name, address, rule …">
<label>Verdict <select id="verdict"><option value="">every</option>${verdicts.map(
		verdict => html`<option value="${verdict}">${verdictWords[verdict]}</option>`,
	)}</select></label>
<label>Decided by <select id="control"><option value="">every control</option>${controls.map(
		control => html`<option value="${control}">${controlName(control)}</option>`,
	)}</select></label>
<label>Requirement <select id="requirement"><option value="">every</option>${requirements.map(
		requirement => html`<option>${requirement}</option>`,
	)}</select></label>
<button id="unfold" type="button" aria-expanded="false">Open all details</button>
</form>
<p id="count" role="status"></p>
`;
}

function flowRows(finding: ReportedFinding): Markup {
	const {flow, verdict, requirement, purpose, confidence} = finding;
	const telling = verdict === 'allowed' ? [] : tellingEntries(finding);
	const controls = [...new Set(tellingEntries(finding).map(({control}) => control))].join(' ');
	return html`<tbody data-verdict="${verdict}" data-controls="${controls}" data-requirement="${requirement}">
<tr><td>${verdictMark(verdict)}</td><th scope="row">${flow}<span class="purpose">Without it: ${purpose}</span>${
		confidence === undefined
			? undefined
			: html`<span class="purpose">How sure it is that this is needed: ${confidence}</span>`
	}</th><td>${routeOf(finding)}</td><td>${telling.map(
		entry =>
			html`<span class="decider"><b>${controlName(entry.control)}</b> ${resourceName(entry.resource)}: ${entry.rule}</span>`,
	)}</td></tr>
<tr class="more"><td colspan="4">${details(finding)}</td></tr>
</tbody>
`;
}

function details({flow, way, trail, remarks, profile}: ReportedFinding): Markup {
	return html`<details><summary>The way of ${flow}<span class="quiet">, ${trail.length === 1 ? '1 control' : `${trail.length} controls`}</span></summary>
${way.length === 0 ? undefined : html`<ol class="way">${way.map(hopItem)}</ol>\n`}${
	trail.length === 0
		? html`<p>No control is on this path.</p>\n`
		: html`<table class="trail">
<caption>What every control says of it, in the order of its way</caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Control</th><th scope="col">Rule</th><th scope="col">Why</th></tr></thead>
<tbody>
${trail.map(trailRow)}</tbody>
</table>
`
}${remarks.map(remark => html`<p class="quiet">${remark}</p>\n`)}<p class="quiet">Needed by ${profile}.</p>
</details>`;
}

const legs: Readonly<Record<ReportedHop['leg'], string>> = {
	request: 'there',
	answer: 'back',
	probe: 'health probe',
	forward: 'passed on',
	lookup: 'name asked for',
};

function hopItem({leg, place, source, destination, perhaps}: ReportedHop): Markup {
	const ends = source === undefined || destination === undefined ? '' : `: ${source} to ${destination}`;
	return html`<li><span class="leg">${legs[leg]}</span> ${place}<span class="quiet">${ends}${perhaps ? ' (in some cases)' : ''}</span></li>`;
}

function trailRow({control, verdict, resource, rule, why, missing}: ReportedEntry): Markup {
	return html`<tr data-verdict="${verdict}"><td>${verdictMark(verdict)}</td><th scope="row">${controlName(control)}<span class="purpose">${whereName(resource)}</span></th><td>${rule}</td><td>${why}${
		missing === undefined ? undefined : html` Missing: ${missing.datum}. <code>${missing.command}</code>`
	}</td></tr>
`;
}

/** `nsg-aks in rg-network`: its whole id says no more to a person, and fills the page. */
function whereName(resource: string): string {
	const group = parseArmId(resource)?.resourceGroup;
	return group === undefined ? resource : `${resourceName(resource)} in ${group}`;
}

export function controlName(control: ReportedEntry['control']): string {
	return control === 'profile' ? 'profile' : controlNames[control];
}
