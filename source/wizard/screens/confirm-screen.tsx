import {wordToType} from '../advance/on-apply.js';
import {fieldSpans} from '../components/field-spans.js';
import {Lines} from '../components/lines.js';
import {dangerousSteps} from '../rows/plan-rows.js';
import type {ScreenProps} from '../screen-props.js';
import {blank, line, paragraph, type ScreenLine, sentence, span, wrapLine} from '../text.js';

/** The last look before something changes: how to go, and for dangerous steps a name to type. */
export function ConfirmScreen({screen, memory, theme, width}: ScreenProps<'confirm'>) {
	const {plan} = memory;
	const {glyphs} = theme;
	if (plan === undefined) {
		return undefined;
	}

	const word = wordToType(memory);
	const option = (value: 'whole' | 'step-by-step', title: string): ScreenLine => {
		const isSelected = screen.selected === value;
		return line(
			span(isSelected ? glyphs.pointer : glyphs.noPointer, 'selected'),
			span(title, isSelected ? 'selected' : 'text'),
		);
	};
	const lines: readonly ScreenLine[] = [
		line(span(`Apply ${plan.steps.length} steps to ${plan.cluster.name}`, 'title')),
		...paragraph(sentence(plan.proof.summary), width, 'muted'),
		blank,
		option('whole', 'All steps, one after the other'),
		option('step-by-step', 'Step by step: asked before each'),
		blank,
		...dangerousSteps(plan).flatMap(({title, danger}) =>
			wrapLine(line(span(`${glyphs.warning} ${title}: `, 'danger'), span(danger?.warning ?? '', 'bad')), width, '  '),
		),
		...(word === undefined
			? []
			: [
					blank,
					...wrapLine(line('Type ', span(word, 'title'), ' to go on:'), width),
					line(span(glyphs.pointer, 'selected'), ...fieldSpans(screen.typed, true, theme)),
				]),
	];
	return <Lines theme={theme} lines={lines} />;
}
