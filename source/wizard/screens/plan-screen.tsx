import {Box} from 'ink';
import {controlNames} from '../../wording/control-names.js';
import {Busy} from '../components/busy.js';
import {SplitView} from '../components/split-view.js';
import type {WizardDependencies} from '../dependencies.js';
import {selectedKey} from '../list-cursor.js';
import {planDetails} from '../plan-details.js';
import {type PlanRow, planRows} from '../rows/plan-rows.js';
import type {ScreenProps} from '../screen-props.js';
import type {Memory} from '../state.js';
import {blank, line, type ScreenLine, type Span, span, truncateEnd} from '../text.js';
import type {Theme} from '../theme.js';

type PlanScreenProps = ScreenProps<'plan'> & Pick<WizardDependencies, 'commandsFor'>;

/** The steps with what each changes, the ways that can be chosen, what is only advice, and the proof. */
export function PlanScreen(props: PlanScreenProps) {
	const {screen, memory, theme, width, height, report, commandsFor} = props;
	const rows = planRows(memory);
	if (rows.length === 0) {
		return <Busy label="Making the plan and proving it on a copy" theme={theme} />;
	}

	const selected = selectedKey(
		rows.map(({key}) => key),
		screen.selected,
	);
	const row = rows.find(({key}) => key === selected);
	const listWidth = width >= 112 && !theme.screenReader ? Math.floor(width * 0.44) : width;
	const {lines, at} = listLines(rows, selected, memory, theme, listWidth);
	const view = {showing: screen.showing, commandsFor};
	return (
		<Box flexDirection="column">
			<SplitView
				theme={theme}
				width={width}
				height={height}
				list={lines}
				selected={at}
				title={row === undefined ? '' : titleOf(row)}
				details={room => (row === undefined ? [] : planDetails(row, memory.plan, view, theme, room))}
				focus={screen.focus}
				scroll={screen.scroll}
				onScrolled={to => {
					report({type: 'scrolled', to});
				}}
			/>
		</Box>
	);
}

function listLines(
	rows: readonly PlanRow[],
	selected: string | undefined,
	memory: Memory,
	theme: Theme,
	width: number,
): {readonly lines: readonly ScreenLine[]; readonly at: number} {
	const lines: ScreenLine[] = [];
	let at = 0;
	let kind: PlanRow['kind'] | undefined;
	for (const row of rows) {
		if (row.kind !== kind) {
			kind = row.kind;
			lines.push(...(lines.length > 0 ? [blank] : []), headingOf(kind, rows));
		}

		if (row.key === selected) {
			at = lines.length;
		}

		lines.push(rowLine(row, row.key === selected, memory, theme, width));
	}

	return rows.some(row => row.kind === 'step')
		? {lines, at}
		: {lines: [line(span('There is nothing for aksess to change here.', 'title')), blank, ...lines], at: at + 2};
}

function headingOf(kind: PlanRow['kind'], rows: readonly PlanRow[]): ScreenLine {
	const steps = rows.filter(row => row.kind === 'step');
	const on = steps.filter(({on: isOn}) => isOn).length;
	const titles = {
		step: ['Steps', `${on} of ${steps.length} on`],
		choice: ['Ways to choose', 'Space takes the next one'],
		advice: ['Advice', 'not ours to change'],
		proof: ['Proof', 'the plan, tried on a copy'],
	} as const;
	const [title, remark] = titles[kind];
	return line(span(title, 'title'), span(`  ${remark}`, 'muted'));
}

function titleOf(row: PlanRow): string {
	switch (row.kind) {
		case 'step': {
			return row.step.title;
		}

		case 'choice': {
			return `How to open ${row.choice.requirement} at the ${controlNames[row.choice.control]}`;
		}

		case 'advice': {
			return `Advice on the ${controlNames[row.advice.control]}`;
		}

		case 'proof': {
			return 'What the plan does';
		}
	}
}

function rowLine(row: PlanRow, isSelected: boolean, memory: Memory, theme: Theme, width: number): ScreenLine {
	const {glyphs} = theme;
	const lead = span(isSelected ? glyphs.pointer : glyphs.noPointer, 'selected');
	const role = isSelected ? 'selected' : 'text';
	const shorten = (text: string, used: number) => truncateEnd(text, Math.max(8, width - used), glyphs.ellipsis);
	switch (row.kind) {
		case 'step': {
			const {on, number, step} = row;
			const danger: readonly Span[] = step.danger === undefined ? [] : [span(`${glyphs.warning} `, 'danger')];
			const used = 10 + (danger.length > 0 ? 2 : 0);
			return line(
				lead,
				span(on ? glyphs.on : glyphs.off, on ? 'good' : 'muted'),
				span(` ${String(number).padStart(2)}  `, 'muted'),
				...danger,
				span(shorten(step.title, used), on ? role : isSelected ? 'selected' : 'muted'),
			);
		}

		case 'choice': {
			const {requirement, control, taken, options} = row.choice;
			const way = options.find(({id}) => id === taken)?.title ?? 'left as it is';
			const label = `${requirement} at the ${controlNames[control]}: `;
			return line(lead, span(glyphs.choice, 'accent'), span(' '), span(shorten(label + way, 6), role));
		}

		case 'advice': {
			return line(lead, span(glyphs.note, 'unsure'), span(' '), span(shorten(row.advice.text, 6), role));
		}

		case 'proof': {
			return proofLine(lead, role, memory, theme, width);
		}
	}
}

function proofLine(lead: Span, role: 'selected' | 'text', {plan}: Memory, {glyphs}: Theme, width: number): ScreenLine {
	if (plan === undefined) {
		return line(lead, span(' - ', 'muted'), span(' being worked out', 'muted'));
	}

	const {closed, undecided, summary} = plan.proof;
	const [sign, signRole] =
		closed.length > 0
			? [glyphs.verdicts.blocked, 'bad' as const]
			: undecided.length > 0
				? [glyphs.verdicts.undecided, 'unsure' as const]
				: [glyphs.verdicts.allowed, 'good' as const];
	return line(lead, span(` ${sign}  `, signRole), span(truncateEnd(summary, width - 6, glyphs.ellipsis), role));
}
