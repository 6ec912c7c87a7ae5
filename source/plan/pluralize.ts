/** `1 step`, `2 steps`; for nouns that take an s. */
export function pluralize(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
