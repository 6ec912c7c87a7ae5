import {printableJson} from './printable.js';

/** As wide as a line of a script may be before a person has to scroll. */
const widest = 116;

/** JSON for people, as {@link printableJson} spells it, in few lines: what fits on one stands on one. */
export function compactJson(value: unknown, indent = ''): string {
	const line = onOneLine(value);
	if (indent.length + line.length <= widest || typeof value !== 'object' || value === null) {
		return line;
	}

	const inner = `${indent}  `;
	const parts = Array.isArray(value)
		? value.map(item => compactJson(item, inner))
		: membersOf(value).map(([key, member]) => `${printableJson(key)}: ${compactJson(member, inner)}`);
	const [open, close] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
	return `${open}\n${packed(parts, inner)}\n${indent}${close}`;
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

/** Parts of one line each share lines; those of several begin and end their own. */
function packed(parts: readonly string[], indent: string): string {
	const lines: string[] = [];
	let line = '';
	for (const [index, part] of parts.entries()) {
		const text = index === parts.length - 1 ? part : `${part},`;
		const isLong = part.includes('\n');
		if (line !== '' && (isLong || indent.length + line.length + 1 + text.length > widest)) {
			lines.push(line);
			line = '';
		}

		line = line === '' ? text : `${line} ${text}`;
		if (isLong) {
			lines.push(line);
			line = '';
		}
	}

	return [...lines, ...(line === '' ? [] : [line])].map(text => `${indent}${text}`).join('\n');
}
