import {type Document, visit} from 'yaml';
import {escapeDeceiving, isPrintable} from '../printable.js';

/** The one kind of number that only YAML 1.2 knows. */
const octal = /^[-+]?0o[0-7]+$/;

/**
 * A document as text that reads back as the same value and shows all of it: what would deceive the eye stands between
 * double quotes, the one style that has escapes. Numbers that only some readers know as such are quoted, too.
 */
export function spellYaml(document: Document): string {
	visit(document, {
		Scalar: (_key, node) => {
			if (typeof node.value === 'string' && needsQuotes(node.value)) {
				node.type = 'QUOTE_DOUBLE';
			}
		},
	});
	const text = document.toString({lineWidth: 0, directives: false, flowCollectionPadding: false});
	return escapeDeceiving(text, character => (character === '\n' ? character : escaped(character)));
}

/** Lines of a text are shown as lines, but not where blanks begin it: there a block loses them. */
function needsQuotes(text: string): boolean {
	return octal.test(text) || /^[ \t\n]+/.test(text) || !isPrintable(text.replaceAll('\n', ''));
}

/** By code point: halves of a character mean nothing in YAML. */
function escaped(character: string): string {
	const code = (character.codePointAt(0) ?? 0).toString(16);
	return code.length > 4 ? String.raw`\U${code.padStart(8, '0')}` : String.raw`\u${code.padStart(4, '0')}`;
}
