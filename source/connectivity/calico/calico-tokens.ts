import {type Parsed, parsed, refused} from '../../network/parsed.js';

export type Token = {readonly kind: 'word' | 'text' | 'sign' | 'end'; readonly value: string; readonly at: number};

const signs = ['==', '!=', '&&', '||', '!', '(', ')', '{', '}', ','];

/** The words, signs and quoted texts of a selector, each with its place. */
export function tokenize(text: string): Parsed<readonly Token[]> {
	const tokens: Token[] = [];
	let at = 0;
	while (at < text.length) {
		const rest = text.slice(at, at + 600);
		const [blank = ''] = /^[ \t]+/.exec(rest) ?? [];
		if (blank !== '') {
			at += blank.length;
			continue;
		}

		const token = tokenAt(text, at);
		if (token === undefined) {
			const quote = /^["']/.test(rest) ? 'the quoted text has no end' : `${JSON.stringify(rest[0])} means nothing here`;
			return refused(`the selector ${JSON.stringify(text)} does not parse at character ${at + 1}: ${quote}`);
		}

		tokens.push(token);
		at += token.value.length + (token.kind === 'text' ? 2 : 0);
	}

	return parsed([...tokens, {kind: 'end', value: '', at: text.length}]);
}

function tokenAt(text: string, at: number): Token | undefined {
	const first = text.charAt(at);
	if (first === '"' || first === "'") {
		const end = text.indexOf(first, at + 1);
		return end < 0 ? undefined : {kind: 'text', value: text.slice(at + 1, end), at};
	}

	const sign = signs.find(candidate => text.startsWith(candidate, at));
	if (sign !== undefined) {
		return {kind: 'sign', value: sign, at};
	}

	const word = /[\w./-]+/y;
	word.lastIndex = at;
	const value = word.exec(text)?.[0];
	return value === undefined ? undefined : {kind: 'word', value, at};
}
