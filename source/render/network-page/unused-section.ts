import {html, type Markup} from '../page/markup.js';
import {resourceName} from '../report/report.js';
import {type ReportedUnused, unusedHeading} from '../report/unused-report.js';
import {controlName} from './findings-section.js';

/** What no profile needs, where it was asked for. */
export function unusedSection(unused: ReportedUnused): Markup {
	return html`<section id="unused" aria-labelledby="unused-title">
<h2 id="unused-title">${unusedHeading(unused)}</h2>
${
	unused.rules.length === 0
		? undefined
		: html`<table>
<caption>Rules and ranges that could go</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Where</th><th scope="col">What follows</th></tr></thead>
<tbody>
${unused.rules.map(
	({control, resource, rule, says}) =>
		html`<tr><th scope="row">${rule}</th><td>${controlName(control)}: ${resourceName(resource)}</td><td>${says.join(' ')}</td></tr>\n`,
)}</tbody>
</table>
`
}${unused.bounds.map(({why}) => html`<p class="quiet">${why}</p>\n`)}</section>
`;
}
