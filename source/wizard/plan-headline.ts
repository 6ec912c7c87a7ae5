import type {Danger, Plan} from '../plan/plan.js';
import {pluralize} from '../plan/pluralize.js';
import {line, paragraph, type ScreenLine, type Span, sentence, span, textOf, truncateEnd} from './text.js';
import type {Theme, ThemeRole} from './theme.js';

/** What the proof says as a whole, and what a person must know before anything else. Never higher than three lines. */
export function planHeadline({proof, steps}: Plan, theme: Theme, width: number): readonly ScreenLine[] {
	const [sign, role] = proofSign({proof}, theme);
	const [first = [], second, ...rest] = paragraph(sentence(proof.summary), width - 2, 'title');
	const more = second === undefined ? [] : [rest.length === 0 ? second : [cut(second, theme, width)]];
	const lead = theme.screenReader ? '' : `${sign} `;
	return [
		[span(lead, role), ...first],
		...more.map(content => [span(theme.screenReader ? '' : '  '), ...content]),
		...dangersOf(
			steps.flatMap(({danger}) => danger ?? []),
			theme,
		),
	];
}

function cut(content: ScreenLine, {glyphs}: Theme, width: number): Span {
	return span(`${truncateEnd(textOf(content), width - 3 - glyphs.ellipsis.length, '')} ${glyphs.ellipsis}`, 'title');
}

/** Green is for what is won: a plan that opens nothing of what is blocked is none. */
export function proofSign({proof}: Pick<Plan, 'proof'>, {glyphs}: Theme): readonly [string, ThemeRole] {
	const {closed, undecided, won, stillBlocked} = proof;
	if (closed.length > 0) {
		return [glyphs.verdicts.blocked, 'bad'];
	}

	if (undecided.length > 0) {
		return [glyphs.verdicts.undecided, 'unsure'];
	}

	return won.length === 0 && stillBlocked.length > 0
		? [glyphs.verdicts['not-applicable'], 'muted']
		: [glyphs.verdicts.allowed, 'good'];
}

const dangers: Readonly<Record<Danger['code'], readonly [one: string, more: string]>> = {
	'deny-bypassed': ['passes an explicit deny', 'pass an explicit deny'],
	'endpoint-published': ['publishes a service that is internal', 'publish services that are internal'],
	'range-removed': ['takes addresses from the API server', 'take addresses from the API server'],
	'rule-removed': ['takes a rule away by name', 'take rules away by name'],
	'ranges-first-set': ['closes the API server to all but its ranges', 'close the API server to all but its ranges'],
};

/** `▲ 1 step passes an explicit deny` */
function dangersOf(found: readonly Danger[], {glyphs}: Theme): readonly ScreenLine[] {
	const parts = [...Map.groupBy(found, ({code}) => code)].map(([code, own]) => {
		const [one, more] = dangers[code];
		return `${pluralize(own.length, 'step')} ${own.length === 1 ? one : more}`;
	});
	return parts.length === 0 ? [] : [line(span(`${glyphs.warning} `, 'danger'), span(parts.join('; '), 'danger'))];
}
