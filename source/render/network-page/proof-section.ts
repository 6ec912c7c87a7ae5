import type {Plan} from '../../plan/plan.js';
import {html, type Markup} from '../page/markup.js';
import {controlName} from './findings-section.js';
import {list} from './plan-section.js';
import {verdictMark} from './verdict-mark.js';

/** What the plan does beside its promise, found out on a copy of the network. */
export function proofSection({proof}: Plan): Markup {
	const {summary, opened, closed, undecided, stillBlocked, won} = proof;
	return html`<section id="proof" aria-labelledby="proof-title">
<h2 id="proof-title">Proof</h2>
<p><strong>${summary}</strong></p>
<p class="quiet">Found by applying the plan to a copy of what was read and assessing everything again. It holds as far as what was read and what is modelled.</p>
${table(
	'Becomes reachable',
	['Control', 'What', 'Wider than required'],
	opened.map(({control, what, wider}) => [
		html`${controlName(control)}`,
		html`${what}`,
		html`${wider === undefined ? 'no' : `${wider.reason} ${wider.alternative ?? ''}`.trim()}`,
	]),
)}${table(
	'Closes',
	['What', 'For example'],
	closed.map(({what, witness}) => [html`${what}`, html`${witness}`]),
)}${list(
	'Not proved',
	undecided.map(question => html`${question}`),
)}${table(
	'Still not open after the plan',
	['Flow', 'Verdict', 'Why'],
	stillBlocked.map(({flow, verdict, why}) => [html`${flow}`, verdictMark(verdict), html`${why}`]),
)}${list(
	'Opens',
	won.map(flow => html`${flow}`),
)}</section>
`;
}

/** The first cell names its row. */
function table(caption: string, heads: readonly string[], rows: readonly (readonly [Markup, ...Markup[]])[]): Markup {
	return rows.length === 0
		? html``
		: html`<table>
<caption>${caption}</caption>
<thead><tr>${heads.map(head => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows.map(
	([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map(cell => html`<td>${cell}</td>`)}</tr>\n`,
)}</tbody>
</table>
`;
}
