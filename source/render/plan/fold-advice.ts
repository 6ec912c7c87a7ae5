import type {AllowEntry} from '../../controls/need.js';
import type {Advice} from '../../plan/plan.js';
import {adviceByCommands} from './advice-by-commands.js';

/** What somebody has to do, and what it is for; `lines` is a list that belongs to the text. */
export type AdviceItem = {readonly flows: readonly string[]; readonly text: string; readonly lines: readonly string[]};

/** Pieces of advice that go with the same commands; what one device has to let through is one list. */
export type AdviceGroup = {readonly items: readonly AdviceItem[]; readonly commands: readonly string[]};

export function foldAdvice(advice: readonly Advice[]): readonly AdviceGroup[] {
	return adviceByCommands(advice).map(group => ({items: itemsOf(group), commands: group[0]?.commands ?? []}));
}

function itemsOf(group: readonly Advice[]): readonly AdviceItem[] {
	const devices = Map.groupBy(group, item => listOf(item)?.device ?? item);
	return [...devices].flatMap(([device, pieces]): readonly AdviceItem[] =>
		typeof device === 'string' && pieces.length > 1
			? [{flows: [], text: `On ${device}, allow:`, lines: allowLines(pieces.flatMap(({allow = []}) => allow))}]
			: pieces.map(({flows, text}) => ({flows, text, lines: []})),
	);
}

/** The one entry of an allow-list that a piece is about, where it says nothing but that. */
function listOf({text, allow = []}: Advice): AllowEntry | undefined {
	const [entry] = allow;
	return entry !== undefined && allow.length === 1 && text.startsWith(`On ${entry.device}, allow: `)
		? entry
		: undefined;
}

/** `10.90.0.0/26, 10.90.1.0/26 → gcr.io, tcp 443`: a line for each destination. */
function allowLines(entries: readonly AllowEntry[]): readonly string[] {
	const byDestination = Map.groupBy(
		entries,
		({destinations, protocol, ports}) => `${destinations.join(', ')}, ${protocol} ${ports.join(',')}`,
	);
	return [...byDestination].map(([destination, same]) => {
		const sources = [...new Set(same.flatMap(({sources: some}) => some))];
		return `${sources.join(', ')} → ${destination}`;
	});
}
