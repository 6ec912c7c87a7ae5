import {isPrintable, printable} from '../printable.js';

const needsNoQuotes = /^[\w./:@%+=,-]+$/;
/** What bash acts on between double quotes. */
const actsInDoubleQuotes = /[$`"\\!]/;

/**
 * Quotes one argument for bash. Resource names come from Azure, not from us, so nothing is trusted. Text with single
 * quotes inside reads better between double ones, where nothing in it acts. What a terminal would act on is spelled out,
 * so that the person who reviews the script sees what bash will.
 */
export function quoteBash(argument: string): string {
	if (needsNoQuotes.test(argument)) {
		return argument;
	}

	if (!isPrintable(argument.replaceAll('\n', ''))) {
		return `$'${[...argument].map(ansiC).join('')}'`;
	}

	return argument.includes("'") && !actsInDoubleQuotes.test(argument)
		? `"${argument}"`
		: `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}

/** By bytes of UTF-8, because what bash makes of \u depends on the locale it runs in. */
function ansiC(character: string): string {
	if (character === "'" || character === '\\') {
		return `\\${character}`;
	}

	return isPrintable(character)
		? character
		: [...new TextEncoder().encode(character)].map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** A command line from separate arguments. */
export function bashCommand(...words: readonly string[]): string {
	return words.map(quoteBash).join(' ');
}

/** As wide as a line of a script may be before a person has to scroll. */
const widest = 116;

/** A command of words that are quoted already, on as few lines as fit on a page. */
export function bashLines(words: readonly string[], indent: string): readonly string[] {
	const lines: string[] = [];
	let line = indent;
	for (const word of words) {
		if (line.trim() !== '' && line.length + 1 + word.length > widest) {
			lines.push(`${line} \\`);
			line = `${indent}  `;
		}

		line = line.trim() === '' ? `${line}${word}` : `${line} ${word}`;
	}

	return [...lines, line];
}

/** One or more comment lines; a line break in the text cannot end the comment. */
export function bashComment(text: string): readonly string[] {
	return text.split(/[\r\n\u2028\u2029]+/).map(line => `# ${printable(line)}`.trimEnd());
}

/** A here-document whose text is taken literally; the marker is one that the text does not hold. */
export function bashHeredoc(command: string, text: string): readonly string[] {
	let marker = 'END';
	while (text.split('\n').includes(marker)) {
		marker = `${marker}_END`;
	}

	return [`${command} <<'${marker}'`, ...text.replace(/\n$/, '').split('\n'), marker];
}
