/**
 * The same text for the same data, for looking up and comparing. JSON, but that it knows the bigints that IPv6 addresses are.
 */
export function valueKey(value: unknown): string {
	return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
}
