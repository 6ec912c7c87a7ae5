import type {Finding, TrailEntry} from '../controls/finding.js';
import {formatPorts} from '../network/port-set.js';
import type {Flow, UnboundRequirement} from '../profiles/flow.js';
import {wordingOf} from '../wording/wording.js';
import {controlNames} from './path-picture.js';
import type {FindingRow} from './rows/finding-rows.js';
import {blank, labelled, line, paragraph, type ScreenLine, span, truncateMiddle, wrapLine} from './text.js';
import {roleOf, type Theme} from './theme.js';

const labelWidth = 10;
const weights = ['blocked', 'undecided', 'allowed', 'not-applicable'] as const;

/** Everything there is to say about a row of the findings, wrapped to a width. */
export function rowDetails(row: FindingRow, theme: Theme, width: number): readonly ScreenLine[] {
	switch (row.kind) {
		case 'finding': {
			return findingDetails(row.finding, theme, width);
		}

		case 'unbound': {
			return unboundDetails(row.requirement, width);
		}

		case 'note': {
			return paragraph(row.text, width);
		}
	}
}

export function findingDetails(finding: Finding, theme: Theme, width: number): readonly ScreenLine[] {
	const {flow, trail} = finding;
	// Whoever reads this wants to know who stops the flow; the picture above has the order of the path.
	const byWeight = weights.flatMap(verdict => trail.filter(entry => entry.verdict === verdict));
	return [
		...labelled('Purpose', line(flow.purpose), width, labelWidth),
		blank,
		...byWeight.flatMap(entry => [...trailLines(entry, finding, theme, width), blank]),
		...(trail.length === 0 ? [...paragraph('No control stands on this path.', width, 'good'), blank] : []),
		...flow.remarks.flatMap(remark => labelled('Note', line(span(remark, 'unsure')), width, labelWidth)),
		...labelled('Flow', line(`${flow.from} to ${flow.to}, ${describePackets(flow)}`), width, labelWidth),
		...labelled('Profile', line(`${flow.profile}, ${flow.requirement}`), width, labelWidth),
	];
}

function describePackets({protocol, ports}: Flow): string {
	const which = ports.length === 1 && ports[0]?.[0] === 0 && ports[0][1] === 65_535 ? 'every port' : formatPorts(ports);
	return `${protocol === 'any' ? 'any protocol' : protocol.toUpperCase()} ${which}`;
}

function trailLines(entry: TrailEntry, finding: Finding, theme: Theme, width: number): readonly ScreenLine[] {
	const {control, verdict, resource, missing} = entry;
	const {rule, why} = wordingOf(entry, finding);
	const {verdicts, ellipsis} = theme.glyphs;
	const role = roleOf(verdict);
	const room = width - 2;
	const heading = theme.screenReader
		? line(span(`${controlNames[control]}: ${verdict}`, role))
		: line(span(`${verdicts[verdict]} `, role), span(controlNames[control], 'title'), '  ', span(verdict, role));
	return [
		heading,
		...indented([
			...wrapLine(line(why), room),
			...labelled('by rule', line(rule), room, labelWidth),
			...labelled('in', line(truncateMiddle(resource, room - labelWidth, ellipsis)), room, labelWidth),
			...(missing === undefined
				? []
				: [
						...labelled('unknown', line(missing.datum), room, labelWidth),
						...labelled('find out', line(span(missing.command, 'code')), room, labelWidth),
					]),
		]),
	];
}

function indented(lines: readonly ScreenLine[]): readonly ScreenLine[] {
	return lines.map(content => [span('  '), ...content]);
}

function unboundDetails(
	{profile, requirement, purpose, why, missing}: UnboundRequirement,
	width: number,
): readonly ScreenLine[] {
	return [
		...labelled('Purpose', line(purpose), width, labelWidth),
		...labelled('Profile', line(`${profile}, ${requirement}`), width, labelWidth),
		blank,
		...paragraph(why, width),
		...(missing === undefined
			? []
			: [
					blank,
					...labelled('unknown', line(missing.datum), width, labelWidth),
					...labelled('find out', line(span(missing.command, 'code')), width, labelWidth),
				]),
	];
}
