import {printableJson} from './printable.js';

/** As wide as a line of a script may be before a person has to scroll. */
const widest = 116;

/**
 * JSON for people, as {@link printableJson} spells it, in few lines: what fits on one stands on one. Only lists indent
 * what they hold, and each object of a list begins a line of its own, so that a rule is a line or two.
 */
export function compactJson(value: unknown): string {
	return spelled(value, '', 0);
}

/** @param column where the text begins on its first line */
function spelled(value: unknown, indent: string, column: number): string {
	const line = onOneLine(value);
	if (column + line.length <= widest || typeof value !== 'object' || value === null) {
		return line;
	}

	return Array.isArray(value) ? listOf(value, indent) : objectOf(value, indent, column);
}

function listOf(items: readonly unknown[], indent: string): string {
	const inner = `${indent}  `;
	const lines: string[] = [];
	let open = false;
	for (const [index, item] of items.entries()) {
		const text = `${spelled(item, inner, inner.length)}${index === items.length - 1 ? '' : ','}`;
		const isPlain = typeof item !== 'object' || item === null;
		const last = lines.at(-1) ?? '';
		if (isPlain && open && last.length + 1 + text.length <= widest) {
			lines[lines.length - 1] = `${last} ${text}`;
		} else {
			lines.push(`${inner}${text}`);
		}

		open = isPlain;
	}

	return ['[', ...lines, `${indent}]`].join('\n');
}

function objectOf(object: object, indent: string, column: number): string {
	const inner = `${indent}  `;
	let text = '{';
	let around = indent;
	for (const [index, [key, member]] of membersOf(object).entries()) {
		const name = `${printableJson(key)}: `;
		const comma = index === 0 ? '' : ', ';
		const here = spelled(member, around, endOf(text, column) + comma.length + name.length);
		const fitsBelow = inner.length + name.length + onOneLine(member).length <= widest;
		const isTooLong = endOf(text + comma + name, column) + firstLine(here).length > widest;
		if (index > 0 && (isTooLong || (fitsBelow && here.includes('\n')))) {
			around = inner;
			text += `,\n${inner}${name}${spelled(member, inner, inner.length + name.length)}`;
		} else {
			text += `${comma}${name}${here}`;
		}
	}

	return `${text}}`;
}

/** In which column a text ends that begins in this one. */
function endOf(text: string, column: number): number {
	const newline = text.lastIndexOf('\n');
	return newline === -1 ? column + text.length : text.length - newline - 1;
}

function firstLine(text: string): string {
	return text.split('\n', 1)[0] ?? '';
}

function onOneLine(value: unknown): string {
	if (Array.isArray(value)) {
		return `[${value.map(onOneLine).join(', ')}]`;
	}

	return typeof value === 'object' && value !== null
		? `{${membersOf(value)
				.map(([key, member]) => `${printableJson(key)}: ${onOneLine(member)}`)
				.join(', ')}}`
		: printableJson(value);
}

function membersOf(value: object): readonly (readonly [string, unknown])[] {
	return Object.entries(value).filter(([, member]) => member !== undefined);
}
