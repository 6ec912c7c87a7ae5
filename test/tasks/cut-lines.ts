/**
 * Lines of a screen that end in the midst of a word although there was room for more of it. Between words a line may end
 * before the edge, because the next word may be long.
 */
export function cutLines(screen: string): readonly string[] {
	return screen
		.split('\n')
		.filter(line => /[^\s\u2026]\u2026$/.test(line.trimEnd()) && [...line.trimEnd()].length < edge);
}

/** At 80 columns the wizard keeps two free on either side; one more may stay free before a column. */
const edge = 77;
