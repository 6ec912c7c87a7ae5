/** How many characters the longest text has; 0 where there is none. For lists of any length, unlike `Math.max`. */
export function longest(texts: readonly string[]): number {
	return texts.reduce((most, {length}) => Math.max(most, length), 0);
}
