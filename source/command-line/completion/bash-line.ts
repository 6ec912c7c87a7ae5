/** A command line up to the cursor, as bash reads it: the words without their quotes, the last one being typed. */
export type BashLine = {
	readonly words: readonly string[];
	/** The quote that the last word stands in; empty where it stands in none. */
	readonly quote: '' | "'" | '"';
};

/** What bash takes as one piece: blanks, a text between quotes of either kind (perhaps open), an escaped sign, the rest. */
const piece =
	/(?<blank>\s+)|'(?<single>[^']*)(?<end>'?)|"(?<double>(?:\\[\s\S]|[^"\\])*)\\?(?<close>"?)|\\(?<escaped>[\s\S]?)|(?<plain>[^\s'"\\]+)/g;

/** Bash's own words (COMP_WORDS) are cut at colons and equal signs, which stand in our names; so the line is read anew. */
export function readBashLine(line: string): BashLine {
	const words: string[] = [];
	let word: string | undefined;
	let quote: BashLine['quote'] = '';
	for (const {groups = {}} of line.matchAll(piece)) {
		const {blank, single, end, double, close, escaped, plain} = groups;
		if (blank === undefined) {
			// Between double quotes a backslash is itself, but before what it takes the meaning from.
			const text = double?.replaceAll(/\\([\\"$`])/g, '$1') ?? single ?? escaped ?? plain ?? '';
			word = `${word ?? ''}${text}`;
			quote = end === '' ? "'" : close === '' ? '"' : '';
		} else {
			words.push(...(word === undefined ? [] : [word]));
			word = undefined;
		}
	}

	return {words: [...words, word ?? ''], quote};
}
