import type {Plan, Step} from '../../plan/plan.js';
import {pluralize} from '../../plan/pluralize.js';
import {html, type Markup} from '../page/markup.js';
import {changeLines} from '../plan/change-lines.js';
import {dangerHeadline} from '../plan/danger-headline.js';
import {type AdviceGroup, foldAdvice} from '../plan/fold-advice.js';
import {otherWays} from '../plan/other-ways.js';

/** What would open what is blocked: each step with what it changes, other ways, and what is left to a person. */
export function* planSection(plan: Plan): Generator<Markup> {
	const {steps, advice, choices} = plan;
	const danger = dangerHeadline(steps);
	yield html`<section id="plan" aria-labelledby="plan-title">
<h2 id="plan-title">Plan</h2>
<p>${steps.length === 0 ? 'There is nothing that this tool would change.' : `${pluralize(steps.length, 'step')} in this order; nothing was changed yet.`}</p>
${danger === undefined ? undefined : html`<p class="danger">${danger}</p>\n`}<ol class="steps">
`;
	for (const [index, step] of steps.entries()) {
		yield stepItem(step, index);
	}

	yield html`</ol>
${list(
	'Other ways',
	otherWays(choices).map(
		({requirement, id, texts}) => html`${requirement}: ${texts.join(' ')} <code>--choose ${requirement}=${id}</code>`,
	),
)}${list('By hand', foldAdvice(advice).map(adviceItem))}</section>
`;
}

function stepItem(step: Step, index: number): Markup {
	const {id, title, reason, flows, danger, change} = step;
	const lines = changeLines(change);
	const count = pluralize(lines.filter(({sign}) => sign !== ' ').length, 'line');
	return html`<li>
<h3>${index + 1}. ${title}</h3>
<p>Without it: ${reason}</p>
${danger === undefined ? undefined : html`<p class="danger">Careful: ${danger.warning}</p>\n`}<p>Opens: ${flows.join(', ')}.</p>
<details><summary>What it changes: ${count}</summary>
<pre>${lines.map(diffLine)}</pre>
</details>
<p class="quiet">Leave out with <code>--without ${id}</code></p>
</li>
`;
}

function diffLine({sign, text}: {readonly sign: '+' | '-' | ' '; readonly text: string}): Markup {
	switch (sign) {
		case '+': {
			return html`<ins>+ ${text}</ins>\n`;
		}

		case '-': {
			return html`<del>- ${text}</del>\n`;
		}

		case ' ': {
			return html`  ${text}\n`;
		}
	}
}

function adviceItem({items, commands}: AdviceGroup): Markup {
	return html`${items.map(
		({flows, text, lines}) =>
			html`<p>${flows.length === 0 ? '' : `${flows.join(', ')}: `}${text}</p>${
				lines.length === 0 ? undefined : html`<pre>${lines.map(line => html`${line}\n`)}</pre>`
			}`,
	)}${commands.length === 0 ? undefined : html`<pre>${commands.map(command => html`${command}\n`)}</pre>`}`;
}

export function list(title: string, items: readonly Markup[]): Markup {
	return items.length === 0
		? html``
		: html`<h3>${title}</h3>
<ul>
${items.map(item => html`<li>${item}</li>\n`)}</ul>
`;
}
