/**
 * A command to copy, for advice and for what we would have to know; never run by us. Names come from Azure or from a
 * stranger's files, so every word that a POSIX shell would read as more than itself is quoted.
 */
export function commandLine(...words: readonly string[]): string {
	return words
		.map(word => (/^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
		.join(' ');
}
