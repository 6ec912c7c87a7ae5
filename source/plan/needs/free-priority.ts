/**
 * A free priority number as close below `before` as the steps allow, so that what we add is evaluated before the rule
 * in the way and disturbs no other order. Tries round hundreds first, then tens, then every number.
 *
 * @param lowest the smallest number the resource takes (100 for firewalls and NSGs)
 */
export function freePriority(taken: ReadonlySet<number>, before: number, lowest: number): number | undefined {
	for (const step of [100, 10, 1]) {
		for (let candidate = Math.ceil(before / step) * step - step; candidate >= lowest; candidate -= step) {
			if (!taken.has(candidate)) {
				return candidate;
			}
		}
	}

	return undefined;
}
