import type {Json} from '../json.js';

/** Something that the plain reader leaves to the full parser. */
export class GaveUp extends Error {
	override readonly name = 'GaveUp';
}

const falseWords = /^(?:false|False|FALSE|no|No|NO|off|Off|OFF)$/;
const trueWords = /^(?:true|True|TRUE|yes|Yes|YES|on|On|ON)$/;

/**
 * What a word of YAML 1.1 is beyond what YAML 1.2 says, as kubectl reads it: `yes` and `off` are booleans
 * (sigs.k8s.io/yaml, goyaml.v2 `resolve.go`). Its `y` and `n` stay text here: as names of namespaces and pods they are
 * common in manifests that other tools took. Undefined for others.
 */
export function booleanWord(text: string): boolean | undefined {
	return trueWords.test(text) ? true : falseWords.test(text) ? false : undefined;
}

/** An unquoted word: text, unless it is spelled like a number, a boolean or nothing. */
export function plainScalar(text: string): Json {
	const first = text.charCodeAt(0);
	// Most words begin with a letter that no number, boolean or null begins with.
	if ((first >= 97 && first <= 122) || (first >= 65 && first <= 90)) {
		if (text.length > 5) {
			return text;
		}

		return booleanWord(text) ?? (/^(?:null|Null|NULL)$/.test(text) ? null : text);
	}

	if (/^(?:[-?:,[\]{}#&*!|>'"%@`](?![\w./])|[,[\]{}#&*!|>'"%@`])/.test(text) || /^[-+]?\.(?:inf|nan)$/i.test(text)) {
		throw new GaveUp();
	}

	if (/^[-+]?0\d+$/.test(text) || /^[-+]?0[ob]/.test(text) || /^[-+]?\d[\d_]*_/.test(text)) {
		throw new GaveUp();
	}

	if (text === '' || text === '~') {
		return null;
	}

	return /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0x[\da-fA-F]+)$/.test(text) ? Number(text) : text;
}

/** A quoted text at the beginning of `text`, and where it ends. */
export function quotedScalar(text: string): {readonly value: string; readonly end: number} {
	if (text.startsWith("'")) {
		const [whole] = /^'(?:[^']|'')*'/.exec(text) ?? [];
		if (whole === undefined) {
			throw new GaveUp();
		}

		return {value: whole.slice(1, -1).replaceAll("''", "'"), end: whole.length};
	}

	const [whole] = /^"(?:[^"\\]|\\["\\/bfnrt])*"/.exec(text) ?? [];
	if (whole === undefined) {
		throw new GaveUp();
	}

	// These escapes mean the same in JSON.
	const value: string = JSON.parse(whole);
	return {value, end: whole.length};
}

export function withoutComment(text: string): string {
	const comment = text.indexOf(' #');
	return (comment < 0 ? text : text.slice(0, comment)).trimEnd();
}
