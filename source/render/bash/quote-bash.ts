const needsNoQuotes = /^[\w./:@%+=,-]+$/;
/** What bash acts on between double quotes. */
const actsInDoubleQuotes = /[$`"\\!]/;

/**
 * Quotes one argument for bash. Resource names come from Azure, not from us, so nothing is trusted. Text with single
 * quotes inside reads better between double ones, where nothing in it acts.
 */
export function quoteBash(argument: string): string {
	if (needsNoQuotes.test(argument)) {
		return argument;
	}

	return argument.includes("'") && !actsInDoubleQuotes.test(argument)
		? `"${argument}"`
		: `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command line from separate arguments. */
export function bashCommand(...words: readonly string[]): string {
	return words.map(quoteBash).join(' ');
}

/** One or more comment lines; a line break in the text cannot end the comment. */
export function bashComment(text: string): readonly string[] {
	return text.split(/[\r\n\u2028\u2029]+/).map(line => `# ${line}`);
}

/** A here-document whose text is taken literally; the marker is one that the text does not hold. */
export function bashHeredoc(command: string, text: string): readonly string[] {
	let marker = 'END';
	while (text.split('\n').includes(marker)) {
		marker = `${marker}_END`;
	}

	return [`${command} <<'${marker}'`, ...text.replace(/\n$/, '').split('\n'), marker];
}
