/** `a`, `a and b`, `a, b and 2 more`; never empty, because it names what decided. */
export function listed(items: readonly string[]): string {
	const [first = 'several rules', second, ...rest] = [...new Set(items)];
	if (second === undefined) {
		return first;
	}

	return rest.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${rest.length} more`;
}
