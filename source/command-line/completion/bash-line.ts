/** A command line up to the cursor, as bash reads it: the words without their quotes, the last one being typed. */
export type BashLine = {
	readonly words: readonly string[];
	/** The quote that the last word stands in; empty where it stands in none. */
	readonly quote: '' | "'" | '"';
};

/** Bash's own words (COMP_WORDS) are cut at colons and equal signs, which stand in our names; so the line is read anew. */
export function readBashLine(line: string): BashLine {
	const words: string[] = [];
	let word: string | undefined;
	let quote: BashLine['quote'] = '';
	for (let at = 0; at < line.length; at++) {
		const sign = line.charAt(at);
		if (quote === "'" ? sign === quote : quote === '"' ? sign === quote : sign === "'" || sign === '"') {
			quote = quote === '' && (sign === "'" || sign === '"') ? sign : '';
			word ??= '';
		} else if (sign === '\\' && quote !== "'") {
			const next = line.charAt(++at);
			// Between double quotes it is itself before everything else.
			word = `${word ?? ''}${quote === '"' && !'\\"$`'.includes(next) ? sign : ''}${next}`;
		} else if (quote === '' && /\s/.test(sign)) {
			words.push(...(word === undefined ? [] : [word]));
			word = undefined;
		} else {
			word = `${word ?? ''}${sign}`;
		}
	}

	return {words: [...words, word ?? ''], quote};
}
