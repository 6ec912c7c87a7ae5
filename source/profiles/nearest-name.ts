/** How many letters must be added, dropped, changed or swapped to get from one word to the other. */
function distance(a: string, b: string): number {
	let before: number[] = [];
	let previous = Array.from({length: b.length + 1}, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
			row[j] = Math.min(
				(previous[j] ?? 0) + 1,
				(row[j - 1] ?? 0) + 1,
				(previous[j - 1] ?? 0) + (same ? 0 : 1),
				swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
			);
		}

		before = previous;
		previous = row;
	}

	return previous[b.length] ?? 0;
}

/** The name that was probably meant; undefined when none is near, so that nobody is sent astray. */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
	// Longer input cannot be a slip of the pen, and the cost of comparing is its length times the name's.
	if (wrong.length > 100) {
		return undefined;
	}

	const ranked = names
		.map(name => ({name, steps: distance(wrong.toLowerCase(), name.toLowerCase())}))
		.sort((a, b) => a.steps - b.steps);
	const best = ranked[0];
	return best !== undefined && best.steps <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

/** The question to put behind a refusal, with a blank before it; nothing when no name is near. */
export function didYouMean(wrong: string, names: readonly string[]): string {
	const near = nearestName(wrong, names);
	return near === undefined ? '' : ` Did you mean ${near}?`;
}
