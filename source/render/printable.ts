/**
 * What is not seen as what it is (https://trojansource.codes): control characters, which a terminal acts on (C0, DEL,
 * C1); line and paragraph separators; marks that turn the direction of text around; what takes no room on the screen, as
 * joiners, tags and fillers do; blanks that look like the one of the keyboard; halves of a character. With each a name
 * can be made to read as another one.
 */
const deceiving = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

/** Text from outside as one line that is safe to show and to review: what would deceive is spelled out, `\u001b`. */
export function printable(text: string): string {
	return text.replaceAll(deceiving, spellOut);
}

/** The same for text of several lines; its line breaks stay. */
export function printableLines(text: string): string {
	return text.split('\n').map(printable).join('\n');
}

export function isPrintable(text: string): boolean {
	return text.search(deceiving) === -1;
}

/** Every text inside a value; keys too, because labels and parameters are named by others. */
export function printableValue<T>(value: T): T {
	return made(value) as T;
}

/** JSON that means the same value and shows all of it: JSON has escapes for what would deceive. */
export function printableJson(value: unknown, indent?: number | '\t'): string {
	const text = JSON.stringify(value, undefined, indent);
	// Inside texts JSON has escaped these itself; here they are its own layout.
	return text.replaceAll(deceiving, character => (/[\n\t]/.test(character) ? character : spellOut(character)));
}

/** What {@link printable} would spell out, by a language's own escapes. */
export function escapeDeceiving(text: string, spell: (character: string) => string): string {
	return text.replaceAll(deceiving, spell);
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

/** By units of UTF-16, as JSON and JavaScript spell them. */
function spellOut(character: string): string {
	return Array.from(
		{length: character.length},
		(_, index) => String.raw`\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
	).join('');
}
