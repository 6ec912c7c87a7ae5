import type {Advice} from '../../plan/plan.js';

/** Pieces of advice that go with the same commands together, so that these are said once. */
export function adviceByCommands(advice: readonly Advice[]): readonly (readonly Advice[])[] {
	const groups = new Map<string, Advice[]>();
	for (const item of advice) {
		// Without a command there is nothing to have in common.
		const key = item.commands.length === 0 ? `${groups.size}` : JSON.stringify(item.commands);
		groups.set(key, [...(groups.get(key) ?? []), item]);
	}

	return [...groups.values()];
}
