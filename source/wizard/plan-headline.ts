import type {Danger, Plan} from '../plan/plan.js';
import {pluralize} from '../plan/pluralize.js';
import {line, paragraph, type ScreenLine, sentence, span, textOf, truncateEnd, wrapLine} from './text.js';
import type {Theme, ThemeRole} from './theme.js';

/**
 * What the proof says as a whole, and what a person must know before anything else, which is never cut. Never higher than
 * three lines; the proof itself has all of it.
 */
export function planHeadline({proof, steps}: Plan, theme: Theme, width: number): readonly ScreenLine[] {
	const [sign, role] = proofSign({proof}, theme);
	const dangers = dangersOf(
		steps.flatMap(({danger}) => danger ?? []),
		theme,
		width,
	);
	const all = paragraph(sentence(proof.summary), width - 2, 'title');
	const room = Math.max(1, 3 - dangers.length);
	const shown = all.length <= room ? all : [...all.slice(0, room - 1), cut(all[room - 1] ?? [], theme, width)];
	const indent = theme.screenReader ? '' : '  ';
	const lead = theme.screenReader ? '' : `${sign} `;
	return [
		...shown.map((content, index) => [span(index === 0 ? lead : indent, index === 0 ? role : 'text'), ...content]),
		...dangers,
	];
}

function cut(content: ScreenLine, {glyphs}: Theme, width: number): ScreenLine {
	return [span(`${truncateEnd(textOf(content), width - 3 - glyphs.ellipsis.length, '')} ${glyphs.ellipsis}`, 'title')];
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
function dangersOf(found: readonly Danger[], {glyphs}: Theme, width: number): readonly ScreenLine[] {
	const parts = [...Map.groupBy(found, ({code}) => code)].map(([code, own]) => {
		const [one, more] = dangers[code];
		return `${pluralize(own.length, 'step')} ${own.length === 1 ? one : more}`;
	});
	return parts.length === 0
		? []
		: wrapLine(line(span(`${glyphs.warning} `, 'danger'), span(parts.join('; '), 'danger')), width, '  ');
}
