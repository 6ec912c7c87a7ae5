import {Box} from 'ink';
import {pluralize} from '../../plan/pluralize.js';
import {Busy} from '../components/busy.js';
import {existsLines} from '../components/exists-lines.js';
import {fieldSpans} from '../components/field-spans.js';
import {Lines} from '../components/lines.js';
import {selectedKey} from '../list-cursor.js';
import {type OutputRow, outputRows} from '../rows/output-rows.js';
import type {ScreenProps} from '../screen-props.js';
import type {On} from '../state.js';
import {blank, line, pad, paragraph, type ScreenLine, sentence, span, truncateEnd, truncateMiddle} from '../text.js';
import type {Theme} from '../theme.js';

/** What to do with the plan: scripts to review, apply, or nothing. */
export function OutputScreen({screen, memory, waiting, theme, width, height}: ScreenProps<'output'>) {
	if (waiting.write !== undefined || waiting.save !== undefined) {
		const where = waiting.write === undefined ? memory.profileFile : memory.folder;
		return <Busy label={`Writing to ${where}`} theme={theme} />;
	}

	if (screen.exists !== undefined) {
		return <Lines theme={theme} lines={existsLines(screen.exists.files, theme, width, height)} />;
	}

	const rows = outputRows(memory);
	const selected = selectedKey(
		rows.map(({key}) => key),
		screen.selected,
	);
	const steps = memory.plan?.steps.length ?? 0;
	const top = [
		line(span('What do you want to do with the plan?', 'title')),
		...paragraph(`${pluralize(steps, 'step')}. ${sentence(memory.plan?.proof.summary ?? '')}`, width, 'muted'),
		blank,
	];
	const lines = rows.flatMap(row => [
		...(row.kind === 'apply' || row.kind === 'save' || row.kind === 'leave' ? [blank] : []),
		rowLine(row, row.key === selected, screen, theme, width),
	]);
	const isNothingChosen = memory.chosenFormats.length === 0 && rows.some(({kind}) => kind === 'format');
	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={[...top, ...lines, ...(isNothingChosen ? nothingChosen(width) : [])]} />
		</Box>
	);
}

function nothingChosen(width: number): readonly ScreenLine[] {
	return [blank, ...paragraph('No format is switched on: nothing would be written.', width, 'unsure')];
}

function rowLine(row: OutputRow, isSelected: boolean, screen: On<'output'>, theme: Theme, width: number): ScreenLine {
	const {glyphs} = theme;
	const lead = span(isSelected ? glyphs.pointer : glyphs.noPointer, 'selected');
	const role = isSelected ? 'selected' : 'text';
	const nameSpans = (name: string, room: number) =>
		isSelected && screen.editing !== undefined
			? fieldSpans(screen.editing, true, theme)
			: [span(truncateMiddle(name, room, glyphs.ellipsis), row.kind === 'save' ? 'muted' : 'text')];
	switch (row.kind) {
		case 'format': {
			const {on, format} = row;
			return line(
				span('    '),
				lead,
				span(on ? glyphs.on : glyphs.off, on ? 'text' : 'muted'),
				span(` ${pad(format.title, 12)}`, role),
				span(truncateEnd(format.description, width - 22, glyphs.ellipsis), 'muted'),
			);
		}

		case 'folder': {
			const room = width - 18;
			return line(span('    '), lead, span('Folder', role), span('      '), ...nameSpans(row.folder, room));
		}

		case 'save': {
			const room = width - row.title.length - 4;
			return line(lead, span(row.title, role), span('  '), ...nameSpans(row.file, room));
		}

		default: {
			return line(lead, span(row.title, role));
		}
	}
}
