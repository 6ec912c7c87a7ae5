import {pluralize} from '../../plan/pluralize.js';
import {countPassings, type MapPlace, type NetworkMap} from '../../wording/map/network-map.js';
import {line, pad, type ScreenLine, type Span, span, truncateMiddle, widthOf} from '../text.js';
import {roleOf, type Theme} from '../theme.js';

const shown = ['blocked', 'undecided', 'allowed'] as const;

/** The map as one column, a line for each place in the map's order: what stands inside a place is indented below it. */
export function mapColumn(
	{places}: NetworkMap,
	selected: string | undefined,
	theme: Theme,
	width: number,
): readonly ScreenLine[] {
	const titleWidth = Math.max(...places.map(({title, inside}) => title.length + (inside === undefined ? 0 : 2))) + 2;
	return places.map((place, index) => {
		const isSelected = place.key === selected;
		if (theme.screenReader) {
			return line(`${isSelected ? theme.glyphs.pointer : ''}${placeSentence(place, places)}`);
		}

		const {pointer, noPointer, ellipsis} = theme.glyphs;
		const rail = railOf(places, index, theme);
		const counts = countSpans(place, theme);
		const lead = isSelected ? pointer : noPointer;
		const room = width - lead.length - 2 - titleWidth - widthOf(counts) - 2;
		const role = isSelected ? 'selected' : 'text';
		return line(
			span(lead, 'selected'),
			span(rail, 'muted'),
			span(pad(place.title, titleWidth + 2 - rail.length), isSelected ? 'selected' : 'title'),
			span(pad(truncateMiddle(place.name, room, ellipsis), room + 2), role),
			...counts,
		);
	});
}

/** The line that leads from the outside to the places inside a subnet. */
function railOf(places: readonly MapPlace[], index: number, {unicode}: Theme): string {
	const inside = places[index]?.inside;
	if (inside === undefined) {
		return '';
	}

	const isLast = places[index + 1]?.inside === undefined;
	return unicode ? (isLast ? '└ ' : '├ ') : isLast ? '` ' : '| ';
}

/** `✗ 8  ? 2  ✓ 10`; what there is none of is left out. */
export function countSpans(place: MapPlace, {glyphs}: Theme): readonly Span[] {
	const counts = countPassings(place);
	return shown
		.filter(verdict => counts[verdict] > 0)
		.flatMap((verdict, index) => [
			span(index === 0 ? '' : '  '),
			span(`${glyphs.verdicts[verdict]} ${counts[verdict]}`, roleOf(verdict)),
		]);
}

const does: Readonly<Record<(typeof shown)[number], string>> = {
	blocked: 'stops',
	undecided: 'leaves undecided',
	allowed: 'lets pass',
};

/** Of the flows that come from the internet or go there, somewhere on their way. */
const ends: typeof does = {blocked: 'stopped', undecided: 'undecided', allowed: 'get through'};

/** `NSG nsg-snet-aks, in subnet snet-aks: stops 1 flow, lets pass 20 flows.` */
function placeSentence(place: MapPlace, places: readonly MapPlace[]): string {
	const counts = countPassings(place);
	const said = shown
		.filter(verdict => counts[verdict] > 0)
		.map(verdict =>
			place.kind === 'internet'
				? `${pluralize(counts[verdict], 'flow')} ${ends[verdict]}`
				: `${does[verdict]} ${pluralize(counts[verdict], 'flow')}`,
		);
	const around = places.find(({key}) => key === place.inside);
	const where = around === undefined ? '' : `, in ${around.title} ${around.name}`;
	return `${nameOf(place)}${where}: ${said.length === 0 ? 'decides nothing here' : said.join(', ')}.`;
}

export function nameOf({title, name}: Pick<MapPlace, 'title' | 'name'>): string {
	return `${title} ${name}`.trim();
}

/** The map as sentences, for whoever sees no picture. */
export function mapSentences({places}: NetworkMap): readonly string[] {
	return places.map(place => placeSentence(place, places));
}

/** What stops at a place and what passes, by the rule that says so. */
export function placeDetails(place: MapPlace, theme: Theme, width: number): readonly ScreenLine[] {
	const {glyphs} = theme;
	const isOuterEnd = place.kind === 'internet';
	const heads: Readonly<Record<(typeof shown)[number], string>> = {
		blocked: isOuterEnd ? 'Stopped on the way' : 'Stops here',
		undecided: 'Undecided here',
		allowed: isOuterEnd ? 'Gets through' : 'Passes here',
	};
	const lines = shown.flatMap((verdict): readonly ScreenLine[] => {
		const own = place.passings.filter(passing => passing.verdict === verdict);
		const byRule = [...Map.groupBy(own, ({rule}) => rule)];
		return byRule.flatMap(([rule, passings]) => {
			const flows = [...new Set(passings.map(({finding}) => finding.flow.id))];
			const sign = theme.screenReader ? '' : `${glyphs.verdicts[verdict]} `;
			const head = line(
				span(sign, roleOf(verdict)),
				span(isOuterEnd ? heads[verdict] : `${heads[verdict]} by ${rule}`, 'title'),
				span(`  ${pluralize(flows.length, 'flow')}`, 'muted'),
			);
			return [head, ...listLines(flows, width)];
		});
	});
	return lines.length === 0 ? [line(span('No control decides here; flows only go through.', 'muted'))] : lines;
}

function listLines(flows: readonly string[], width: number): readonly ScreenLine[] {
	const lines: string[] = [];
	for (const flow of flows) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + flow.length + 6 <= width) {
			lines[lines.length - 1] = `${last}, ${flow}`;
		} else {
			lines.push(flow);
		}
	}

	return lines.map((text, index) => line(span(`    ${text}${index < lines.length - 1 ? ',' : ''}`)));
}
