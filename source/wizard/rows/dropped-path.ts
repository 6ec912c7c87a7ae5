/**
 * A path in what was typed into the search: terminals write the path of a file or folder that is dropped on them, some in
 * quotes, some with a backslash before each blank. Typed by hand its first slash has opened the search. Undefined where it
 * looks like no path.
 */
export function droppedPath(text: string): string | undefined {
	const trimmed = text.trim();
	const quoted = /^(['"]?)(.*?)\1$/.exec(trimmed);
	const [, quote = '', inner = ''] = quoted ?? [];
	// A single quote at the end only: the first one came before the slash that opened the search, and meant nothing there.
	const bare = quote === '' ? inner.replace(/(?<!\\)['"]$/, '').replaceAll(/\\(?=[ '"()&])/g, '') : inner;
	if (/^(?:\.{0,2}\/|[A-Za-z]:[\\/])./.test(bare)) {
		return bare;
	}

	return /^[^/\s].*\/./.test(bare) ? `/${bare}` : undefined;
}
