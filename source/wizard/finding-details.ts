import type {Finding, TrailEntry} from '../controls/finding.js';
import {pluralize} from '../plan/pluralize.js';
import type {UnboundRequirement} from '../profiles/flow.js';
import {type Cause, causeOf, causesOf, decidingEntries, stationName} from '../wording/cause.js';
import {longest} from '../wording/longest.js';
import {wordingOf} from '../wording/wording.js';
import {formatTraffic} from './format-traffic.js';
import {pathPicture} from './path-picture.js';
import type {FindingRow} from './rows/finding-rows.js';
import {
	blank,
	labelled,
	line,
	pad,
	paragraph,
	type ScreenLine,
	span,
	truncateMiddle,
	widthOf,
	wrapLine,
} from './text.js';
import {roleOf, type Theme} from './theme.js';

const labelWidth = 10;

/** Everything there is to say about a row of the findings, wrapped to a width. */
export function rowDetails(row: FindingRow, theme: Theme, width: number): readonly ScreenLine[] {
	switch (row.kind) {
		case 'cause': {
			const [only, ...more] = row.findings;
			return only !== undefined && more.length === 0
				? findingDetails(only, theme, width)
				: causeDetails(row.cause, row.findings, theme, width);
		}

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

/** What decides comes first, then its place on the way, then what each control says in the order of the way. */
export function findingDetails(finding: Finding, theme: Theme, width: number): readonly ScreenLine[] {
	const {flow, trail} = finding;
	const deciding = finding.verdict === 'allowed' ? [] : causesOf(finding);
	return [
		...deciding.flatMap(cause => causeLines(cause, theme, width)),
		...pathPicture(finding, theme, width),
		blank,
		...labelled('Without it', line(flow.purpose), width, labelWidth + 2),
		...flow.remarks.flatMap(remark => labelled('Note', line(span(remark, 'unsure')), width, labelWidth + 2)),
		blank,
		...trail.flatMap(entry => [...trailLines(entry, finding, theme, width), blank]),
		...(trail.length === 0 ? [...paragraph('No control is on this path.', width, 'good'), blank] : []),
		...labelled('Flow', line(`${flow.from} to ${flow.to}, ${formatTraffic(flow)}`), width, labelWidth),
		...labelled('Profile', line(`${flow.profile}, ${flow.requirement}`), width, labelWidth),
	];
}

/** `✗ NSG nsg-snet-aks  DenyAllOtherIn (4000)` */
function causeLines({verdict, place, rule}: Cause, theme: Theme, width: number): readonly ScreenLine[] {
	const {verdicts} = theme.glyphs;
	const lead = theme.screenReader ? `${verdict} by ` : `${verdicts[verdict]} `;
	const gap = theme.screenReader ? ', ' : '  ';
	return oneLine(line(span(lead, roleOf(verdict)), span(place, 'title'), span(gap), span(rule)), width, '  ');
}

function causeDetails(cause: Cause, findings: readonly Finding[], theme: Theme, width: number): readonly ScreenLine[] {
	const [first] = findings;
	const entry = first && decidingEntries(first).find(candidate => causeOf(candidate, first).key === cause.key);
	const nameWidth = Math.min(longest(findings.map(({flow}) => flow.id)), Math.floor(width / 2));
	const rows = findings.map(finding => {
		const {flow} = finding;
		const others = causesOf(finding).filter(({key}) => key !== cause.key);
		const also = others.length === 0 ? '' : `, also by ${others.map(({place}) => place).join(' and ')}`;
		const name = pad(truncateMiddle(flow.id, nameWidth, theme.glyphs.ellipsis), nameWidth);
		return oneLine(
			line(span('  '), span(name), span(`  to ${flow.to} ${formatTraffic(flow)}${also}`, 'muted')),
			width,
			'    ',
		);
	});
	return [
		...causeLines(cause, theme, width),
		...paragraph(
			`${cause.verdict === 'blocked' ? 'Stops' : 'Leaves undecided'} ${pluralize(findings.length, 'flow')}:`,
			width,
			'muted',
		),
		...rows.flat(),
		blank,
		...(first === undefined || entry === undefined ? [] : trailLines(entry, first, theme, width)),
	];
}

function trailLines(entry: TrailEntry, finding: Finding, theme: Theme, width: number): readonly ScreenLine[] {
	const {verdict, resource, missing} = entry;
	const {rule, why} = wordingOf(entry, finding);
	const {verdicts, ellipsis} = theme.glyphs;
	const role = roleOf(verdict);
	const room = width - 2;
	const station = stationName(entry);
	const heading = theme.screenReader
		? line(span(`${station}: ${verdict}`, role))
		: line(span(`${verdicts[verdict]} `, role), span(station, 'title'), '  ', span(verdict, role));
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

/** With its columns where it fits, else as prose. */
function oneLine(source: ScreenLine, width: number, indent: string): readonly ScreenLine[] {
	return widthOf(source) <= width ? [source] : wrapLine(source, width, indent);
}

function indented(lines: readonly ScreenLine[]): readonly ScreenLine[] {
	return lines.map(content => [span('  '), ...content]);
}

function unboundDetails(
	{profile, requirement, purpose, why, missing}: UnboundRequirement,
	width: number,
): readonly ScreenLine[] {
	return [
		...paragraph(why, width),
		...(missing === undefined
			? []
			: [
					...labelled('unknown', line(missing.datum), width, labelWidth),
					...labelled('find out', line(span(missing.command, 'code')), width, labelWidth),
				]),
		blank,
		...labelled('Purpose', line(purpose), width, labelWidth),
		...labelled('Profile', line(`${profile}, ${requirement}`), width, labelWidth),
	];
}
