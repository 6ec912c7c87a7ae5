import type {Json} from '../json.js';
import {GaveUp, plainScalar, quotedScalar} from './yaml-scalars.js';

type Scan = {readonly text: string; at: number};

/** Where the list or mapping that `text` begins with is closed; undefined when it goes on in the next line. */
export function flowEnd(text: string): number | undefined {
	let depth = 0;
	for (let at = 0; at < text.length; at++) {
		switch (text[at]) {
			case '{':
			case '[': {
				depth++;
				break;
			}

			case '}':
			case ']': {
				depth--;
				if (depth === 0) {
					return at + 1;
				}

				break;
			}

			case '"':
			case "'": {
				// A quote inside a word is a letter of it.
				if (/[\s,:[{]/.test(text[at - 1] ?? ' ')) {
					at += quotedScalar(text.slice(at)).end - 1;
				}

				break;
			}

			default: {
				break;
			}
		}
	}

	return undefined;
}

/** `{a: 1, b: [x, "y"]}` on one line, from its first bracket to its last. */
export function flowValue(text: string): Json {
	const scan: Scan = {text, at: 0};
	const found = value(scan);
	return scan.at === text.length ? found : giveUp();
}

function value(scan: Scan): Json {
	skipSpaces(scan);
	switch (scan.text[scan.at]) {
		case '{': {
			return mapping(scan);
		}

		case '[': {
			return list(scan);
		}

		case '"':
		case "'": {
			return quoted(scan);
		}

		default: {
			return plainScalar(word(scan));
		}
	}
}

function list(scan: Scan): Json {
	const found: Json[] = [];
	scan.at++;
	for (skipSpaces(scan); scan.text[scan.at] !== ']'; skipSpaces(scan)) {
		found.push(value(scan));
		separator(scan, ']');
	}

	scan.at++;
	return found;
}

function mapping(scan: Scan): Json {
	const found: Record<string, Json> = {};
	scan.at++;
	for (skipSpaces(scan); scan.text[scan.at] !== '}'; skipSpaces(scan)) {
		const isQuoted = /["']/.test(scan.text[scan.at] ?? '');
		const key = isQuoted ? quoted(scan) : word(scan);
		skipSpaces(scan);
		if (
			scan.text[scan.at] !== ':' ||
			Object.hasOwn(found, key) ||
			key === '__proto__' ||
			(!isQuoted && typeof plainScalar(key) !== 'string') ||
			key === '<<'
		) {
			return giveUp();
		}

		scan.at++;
		skipSpaces(scan);
		found[key] = /[,}]/.test(scan.text[scan.at] ?? '') ? null : value(scan);
		separator(scan, '}');
	}

	scan.at++;
	return found;
}

function separator(scan: Scan, close: string): void {
	skipSpaces(scan);
	if (scan.text[scan.at] === ',') {
		scan.at++;
	} else if (scan.text[scan.at] !== close) {
		giveUp();
	}
}

function quoted(scan: Scan): string {
	const {value: found, end} = quotedScalar(scan.text.slice(scan.at));
	scan.at += end;
	return found;
}

/** An unquoted word ends before a comma, a bracket, or a colon that a space or the end follows. */
function word(scan: Scan): string {
	const pattern = /(?:[^,[\]{}:#]|:(?![\s,[\]{}]|$)|(?<!\s)#)*/y;
	pattern.lastIndex = scan.at;
	const found = (pattern.exec(scan.text)?.[0] ?? '').trimEnd();
	if (found === '') {
		return giveUp();
	}

	scan.at += found.length;
	return found;
}

function skipSpaces(scan: Scan): void {
	while (scan.text[scan.at] === ' ') {
		scan.at++;
	}
}

function giveUp(): never {
	throw new GaveUp();
}
