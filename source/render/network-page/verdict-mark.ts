import type {Verdict} from '../../controls/verdict.js';
import {html, type Markup} from '../page/markup.js';

/** In the order in which a person wants to read them. */
export const verdictOrder: readonly Verdict[] = ['blocked', 'undecided', 'allowed', 'not-applicable'];

/** A sign for the eye and a word for everybody, so that no verdict is told by its colour alone. */
export const verdictSigns: Readonly<Record<Verdict, string>> = {
	blocked: '✗',
	undecided: '?',
	allowed: '✓',
	'not-applicable': '·',
};

export const verdictWords: Readonly<Record<Verdict, string>> = {
	blocked: 'blocked',
	undecided: 'undecided',
	allowed: 'allowed',
	'not-applicable': 'not applicable',
};

export function verdictMark(verdict: Verdict): Markup {
	return html`<span class="verdict ${verdict}"><span aria-hidden="true">${verdictSigns[verdict]}</span> ${verdictWords[verdict]}</span>`;
}
