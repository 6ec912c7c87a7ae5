export type YamlDocument = {
	readonly text: string;
	/** Where it begins in its file, from 1. */
	readonly line: number;
};

/** The documents of a file: what stands between lines that begin with `---`, as kubectl's reader divides it. */
export function* splitYaml(whole: string): Generator<YamlDocument> {
	const text = whole.includes('\r') ? whole.replaceAll('\r\n', '\n') : whole;
	let start = 0;
	let line = 1;
	for (let at = nextMark(text, 0); start < text.length; at = nextMark(text, start)) {
		const end = at ?? text.length;
		const document = text.slice(start, end);
		if (document !== '') {
			yield {text: document, line};
		}

		if (at === undefined) {
			return;
		}

		// What stands behind the dashes (`--- {a: 1}`, `--- # comment`) belongs to the document that they begin.
		const behind = text.slice(at + 3, lineEnd(text, at));
		line += countLines(document);
		const isBare = /^\s*(?:#.*)?$/.test(behind);
		start = isBare ? lineEnd(text, at) + 1 : at + 3;
		line += isBare ? 1 : 0;
	}
}

function nextMark(text: string, from: number): number | undefined {
	if (from === 0 && /^---(?=\s|$)/.test(text)) {
		return 0;
	}

	for (let at = text.indexOf('\n---', Math.max(from - 1, 0)); at >= 0; at = text.indexOf('\n---', at + 1)) {
		if (at + 4 >= text.length || /\s/.test(text[at + 4] ?? '')) {
			return at + 1;
		}
	}

	return undefined;
}

function lineEnd(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end < 0 ? text.length : end;
}

function countLines(text: string): number {
	let lines = 0;
	for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
		lines++;
	}

	return lines;
}
