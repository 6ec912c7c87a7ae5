import {Box} from 'ink';
import {pluralize} from '../../plan/pluralize.js';
import {controlNames} from '../../wording/control-names.js';
import {Busy} from '../components/busy.js';
import {Lines} from '../components/lines.js';
import {listWidthOf, SplitView} from '../components/split-view.js';
import type {WizardDependencies} from '../dependencies.js';
import {selectedKey} from '../list-cursor.js';
import {planDetails} from '../plan-details.js';
import {planHeadline, proofSign} from '../plan-headline.js';
import {type PlanRow, planRows} from '../rows/plan-rows.js';
import type {ScreenProps} from '../screen-props.js';
import type {Memory} from '../state.js';
import {blank, line, type ScreenLine, type Span, span, truncateEnd} from '../text.js';
import type {Theme} from '../theme.js';

type PlanScreenProps = ScreenProps<'plan'> & Pick<WizardDependencies, 'commandsFor'>;

/** The steps with what each changes, the ways that can be chosen, what is only advice, and the proof. */
export function PlanScreen(props: PlanScreenProps) {
	const {screen, memory, theme, width, height, report, commandsFor} = props;
	const rows = planRows(memory, screen.folded);
	if (rows.length === 0) {
		return <Busy label="Making the plan and proving it on a copy" theme={theme} />;
	}

	const selected = selectedKey(
		rows.map(({key}) => key),
		screen.selected,
	);
	const row = rows.find(({key}) => key === selected);
	const listWidth = listWidthOf(width, theme);
	const {lines, at} = listLines(rows, selected, memory, theme, listWidth);
	const view = {showing: screen.showing, commandsFor};
	// Whatever is looked at below, what the plan does as a whole stays in sight.
	const top = memory.plan === undefined ? workingOut : planHeadline(memory.plan, theme, width);
	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={[...top, blank]} />
			<SplitView
				theme={theme}
				width={width}
				height={height - top.length - 1}
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

const workingOut: readonly ScreenLine[] = [line(span('The proof is being computed.', 'muted'))];

function listLines(
	rows: readonly PlanRow[],
	selected: string | undefined,
	memory: Memory,
	theme: Theme,
	width: number,
): {readonly lines: readonly ScreenLine[]; readonly at: number} {
	const lines: ScreenLine[] = [];
	let at = 0;
	let kind: Section | undefined;
	for (const row of rows) {
		const section = row.kind === 'policies' ? 'step' : row.kind;
		if (section !== kind) {
			kind = section;
			lines.push(...(section === 'proof' ? [] : [blank, headingOf(section, memory)]));
		}

		if (row.key === selected) {
			at = lines.length;
		}

		lines.push(rowLine(row, row.key === selected, memory, theme, width));
	}

	return rows.some(row => row.kind === 'step' || row.kind === 'policies')
		? {lines, at}
		: {lines: [line(span('There is nothing for aksess to change here.', 'title')), blank, ...lines], at: at + 2};
}

type Section = Exclude<PlanRow['kind'], 'policies'>;

function headingOf(section: Exclude<Section, 'proof'>, {wholePlan, plan, without}: Memory): ScreenLine {
	const all = wholePlan?.steps ?? [];
	const on = plan?.steps ?? all.filter(({id}) => !without.includes(id));
	const titles = {
		step: ['Steps', `${on.length} of ${all.length} on`],
		choice: ['Ways to choose', 'Space takes the next one'],
		advice: ['Advice', 'not ours to change'],
	} as const;
	const [title, remark] = titles[section];
	return line(span(title, 'title'), span(`  ${remark}`, 'muted'));
}

function titleOf(row: PlanRow): string {
	switch (row.kind) {
		case 'step': {
			return row.step.title;
		}

		case 'policies': {
			return `${row.steps.length} policies for ${row.purpose}`;
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
		case 'step':
		case 'policies': {
			return stepsLine(row, lead, isSelected, theme, width);
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

/** One step, or the policies of one purpose. */
function stepsLine(
	row: Extract<PlanRow, {kind: 'step' | 'policies'}>,
	lead: Span,
	isSelected: boolean,
	{glyphs}: Theme,
	width: number,
): ScreenLine {
	const {on, number} = row;
	const danger = row.kind === 'step' && row.step.danger !== undefined ? `${glyphs.warning} ` : '';
	const room = width - 10 - danger.length;
	const title = row.kind === 'step' ? row.step.title : `${policiesTitle(row)} ${glyphs.folded}`;
	return line(
		lead,
		span(on ? glyphs.on : glyphs.off, on ? 'text' : 'muted'),
		span(` ${String(number).padStart(2)}  `, 'muted'),
		span(danger, 'danger'),
		span(truncateEnd(title, room, glyphs.ellipsis), isSelected ? 'selected' : on ? 'text' : 'muted'),
	);
}

/** `4 policies for space-routing, in claims, claims-priya` */
function policiesTitle({steps, purpose}: Extract<PlanRow, {kind: 'policies'}>): string {
	const namespaces = steps.flatMap(({change}) => ('ref' in change ? (change.ref.namespace ?? []) : []));
	return `${steps.length} policies for ${purpose}, in ${[...new Set(namespaces)].join(', ')}`;
}

function proofLine(lead: Span, role: 'selected' | 'text', {plan}: Memory, theme: Theme, width: number): ScreenLine {
	if (plan === undefined) {
		return line(lead, span(' - ', 'muted'), span(' being computed', 'muted'));
	}

	const [sign, signRole] = proofSign(plan, theme);
	const {won, closed, stillBlocked} = plan.proof;
	const left = stillBlocked.length === 0 ? '' : `, ${pluralize(stillBlocked.length, 'flow')} left`;
	const closes = closed.length === 0 ? 'nothing closed' : `${pluralize(closed.length, 'way')} closed`;
	const text = `Proof on a copy: ${pluralize(won.length, 'flow')} won, ${closes}${left}`;
	return line(lead, span(` ${sign}  `, signRole), span(truncateEnd(text, width - 6, theme.glyphs.ellipsis), role));
}
