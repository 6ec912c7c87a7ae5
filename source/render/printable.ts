/**
 * What a terminal acts on instead of showing it: control characters (C0, DEL, C1), line and paragraph separators, and
 * the marks that turn the direction of text around, with which a name can be made to read as another one
 * (https://trojansource.codes).
 */
const acting = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/** Text from outside as one line that is safe to show and to review: what would act is spelled out, `\u001b`. */
export function printable(text: string): string {
	return text.replaceAll(acting, spellOut);
}

/** The same for text of several lines; its line breaks stay. */
export function printableLines(text: string): string {
	return text.split('\n').map(printable).join('\n');
}

export function isPrintable(text: string): boolean {
	return text.search(acting) === -1;
}

/** Every text inside a value; keys too, because labels and parameters are named by others. */
export function printableValue<T>(value: T): T {
	return made(value) as T;
}

function made(value: unknown): unknown {
	if (typeof value === 'string') {
		return printable(value);
	}

	if (Array.isArray(value)) {
		return value.map(made);
	}

	return typeof value === 'object' && value !== null
		? Object.fromEntries(Object.entries(value).map(([key, item]) => [printable(key), made(item)]))
		: value;
}

function spellOut(character: string): string {
	return String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
