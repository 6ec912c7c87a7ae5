import {
	type ClassSet,
	forEachClass,
	hasClass,
	intersectClasses,
	isEmptyClassSet,
	subtractClasses,
	unionClasses,
} from './class-set.js';
import {type ConnectionId, type ConnectionTable, everyId, noneId} from './connection-table.js';
import {type TierOutcome, tierOutcomes} from './evaluate-tier.js';
import type {PodClasses} from './pod-classes.js';
import type {RuleGroup} from './rule-groups.js';
import type {Reading} from './tier-end.js';

/** Peers with the same connections; the sets of a list are disjoint and leave out peers without any. */
export type Cell = Readonly<Record<Reading, ConnectionId>> & {readonly peers: ClassSet};

type Stage = readonly (readonly [TierOutcome, ClassSet])[];

/** Evaluates groups, a tier once for all groups for which it says the same. */
export function groupEvaluator(classes: PodClasses, table: ConnectionTable): (group: RuleGroup) => readonly Cell[] {
	const known = new Map<string, Stage>();
	const outcomes = (tier: RuleGroup['tiers'][number], group: RuleGroup): Stage => {
		const stage = known.get(tier.key) ?? tierOutcomes(tier, group, classes, table);
		known.set(tier.key, stage);
		return stage;
	};
	return group => {
		const [only, ...others] = group.tiers;
		// A group of one tier says something that no other does, else it would be the same group.
		const parts =
			only !== undefined && others.length === 0
				? tierOutcomes(only, group, classes, table).map(
						([outcome, peers]) => [passOn(outcome, start, table), peers] as const,
					)
				: compose(
						group.tiers.map(tier => outcomes(tier, group)),
						classes,
						table,
					);
		return parts.flatMap(([{here, allow, deny}, peers]) => {
			// What the last tier hands over is open.
			const possible = table.union(allow, here);
			return possible === noneId ? [] : [{possible, certain: table.subtract(everyId, deny), peers}];
		});
	};
}

type State = Readonly<Record<'here' | 'allow' | 'deny', ConnectionId>>;

const start: State = {here: everyId, allow: noneId, deny: noneId};

type Part = readonly [State, ClassSet];

/** By sets and not by peers: a tier has few outcomes, and most hand over everything for most peers. */
function compose(stages: readonly Stage[], {size, every}: PodClasses, table: ConnectionTable): readonly Part[] {
	let parts: readonly Part[] = size === 0 ? [] : [[start, every]];
	for (const stage of stages) {
		const effects = stage.filter(([{allow, deny, pass}]) => !(pass === everyId && allow === noneId && deny === noneId));
		if (effects.length > 0) {
			parts = merged(parts.flatMap(part => refine(part, effects, table)));
		}
	}

	return parts;
}

function refine([state, peers]: Part, effects: Stage, table: ConnectionTable): readonly Part[] {
	const refined: Part[] = [];
	let rest = peers;
	for (const [outcome, meant] of effects) {
		const common = intersectClasses(rest, meant);
		if (!isEmptyClassSet(common)) {
			refined.push([passOn(outcome, state, table), common]);
			rest = subtractClasses(rest, meant);
		}
	}

	return isEmptyClassSet(rest) ? refined : [...refined, [state, rest]];
}

function merged(parts: readonly Part[]): readonly Part[] {
	const found = new Map<string, Part>();
	for (const [state, peers] of parts) {
		const key = `${state.here} ${state.allow} ${state.deny}`;
		const known = found.get(key);
		found.set(key, [state, known === undefined ? peers : unionClasses(known[1], peers)]);
	}

	return [...found.values()];
}

/** A packet goes on with what a tier hands over. */
function passOn(outcome: TierOutcome, {here, allow, deny}: State, table: ConnectionTable): State {
	return {
		allow: table.union(allow, table.intersect(here, outcome.allow)),
		deny: table.union(deny, table.intersect(here, outcome.deny)),
		here: table.intersect(here, outcome.pass),
	};
}

export function connectionsWith(cells: readonly Cell[], peer: number, reading: Reading): ConnectionId {
	for (const cell of cells) {
		if (hasClass(cell.peers, peer)) {
			return cell[reading];
		}
	}

	return noneId;
}

/**
 * The same for many questions: the number of the cell by peer, where that does not take too much room. More than 255
 * cells do not fit either, and then it is looked for.
 */
export function cellFinder(
	cells: readonly Cell[],
	{size}: PodClasses,
	hasRoom: boolean,
): (peer: number, reading: Reading) => ConnectionId {
	if (!hasRoom || cells.length > 254) {
		return (peer, reading) => connectionsWith(cells, peer, reading);
	}

	const numbers = new Uint8Array(size);
	for (const [index, {peers}] of cells.entries()) {
		forEachClass(peers, peer => {
			numbers[peer] = index + 1;
		});
	}

	return (peer, reading) => cells[(numbers[peer] ?? 0) - 1]?.[reading] ?? noneId;
}
