import {dangerousSteps} from '../../plan/dangerous-steps.js';
import {pluralize} from '../../plan/pluralize.js';
import {awaitsConsent} from '../advance/on-apply.js';
import {fieldSpans} from '../components/field-spans.js';
import {Lines} from '../components/lines.js';
import type {ScreenProps} from '../screen-props.js';
import {blank, line, paragraph, type ScreenLine, sentence, span, wrapLine} from '../text.js';

/** The last look before something changes: how to go, and for each dangerous step its code to type. */
export function ConfirmScreen({screen, memory, theme, width}: ScreenProps<'confirm'>) {
	const {plan} = memory;
	const {glyphs} = theme;
	if (plan === undefined) {
		return undefined;
	}

	const step = awaitsConsent(memory, screen);
	const dangerous = dangerousSteps(plan);
	const option = (value: 'whole' | 'step-by-step', title: string): ScreenLine => {
		const isSelected = screen.selected === value;
		return line(
			span(isSelected ? glyphs.pointer : glyphs.noPointer, 'selected'),
			span(title, isSelected ? 'selected' : 'text'),
		);
	};
	const lines: readonly ScreenLine[] = [
		line(span(`Apply ${pluralize(plan.steps.length, 'step')} to ${plan.cluster.name}`, 'title')),
		...paragraph(sentence(plan.proof.summary), width, 'muted'),
		blank,
		option('whole', 'All steps, one after the other'),
		option('step-by-step', 'Step by step: asked before each'),
		blank,
		...dangerous.flatMap(({title, danger}, index) =>
			wrapLine(
				line(
					span(`${glyphs.warning} ${title}: `, index < screen.allowed ? 'muted' : 'danger'),
					span(danger.warning, index < screen.allowed ? 'muted' : 'bad'),
					span(index < screen.allowed ? ' Allowed.' : '', 'muted'),
				),
				width,
				'  ',
			),
		),
		...(step === undefined
			? []
			: [
					blank,
					...wrapLine(
						line(
							'Type ',
							span(step.danger.code, 'title'),
							` to allow ${dangerous.length === 1 ? 'it' : `step ${screen.allowed + 1} of these ${dangerous.length}`}:`,
						),
						width,
					),
					line(span(glyphs.pointer, 'selected'), ...fieldSpans(screen.typed, true, theme)),
				]),
	];
	return <Lines theme={theme} lines={lines} />;
}
