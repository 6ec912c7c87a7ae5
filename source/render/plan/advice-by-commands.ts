import type {Advice} from '../../plan/plan.js';

/** Pieces of advice that go with the same commands together, so that these are said once. */
export function adviceByCommands(advice: readonly Advice[]): readonly (readonly Advice[])[] {
	// Without a command there is nothing to have in common: such a piece is a group of its own.
	const groups = Map.groupBy(advice, item => (item.commands.length === 0 ? item : JSON.stringify(item.commands)));
	return [...groups.values()];
}
