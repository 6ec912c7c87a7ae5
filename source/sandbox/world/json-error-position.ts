type Scan = {readonly text: string; at: number};

/** Line and column (from 1) of an offset. */
export function lineAndColumn(text: string, offset: number): {readonly line: number; readonly column: number} {
	const before = text.slice(0, offset);
	const lastBreak = before.lastIndexOf('\n');
	return {line: before.split('\n').length, column: offset - lastBreak};
}

/** Where JSON text stops being JSON. The engine's own message names a position only sometimes, hence this scan. */
export function jsonErrorOffset(text: string): number {
	const scan: Scan = {text, at: 0};
	if (value(scan, 0)) {
		skipSpace(scan);
	}

	return scan.at;
}

const literals = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/y;
const quoted = /"(?:[^"\\\t\r\n]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const deepest = 2000;

function value(scan: Scan, depth: number): boolean {
	skipSpace(scan);
	const first = scan.text[scan.at];
	if (depth > deepest) {
		return false;
	}

	if (first === '{') {
		return members(scan, '}', () => string(scan) && punctuation(scan, ':') && value(scan, depth + 1));
	}

	if (first === '[') {
		return members(scan, ']', () => value(scan, depth + 1));
	}

	return first === '"' ? string(scan) : take(scan, literals);
}

function members(scan: Scan, close: string, member: () => boolean): boolean {
	scan.at += 1;
	if (punctuation(scan, close)) {
		return true;
	}

	while (member()) {
		if (punctuation(scan, close)) {
			return true;
		}

		if (!punctuation(scan, ',')) {
			return false;
		}
	}

	return false;
}

function string(scan: Scan): boolean {
	skipSpace(scan);
	return take(scan, quoted);
}

function punctuation(scan: Scan, sign: string): boolean {
	skipSpace(scan);
	if (scan.text[scan.at] !== sign) {
		return false;
	}

	scan.at += 1;
	return true;
}

function skipSpace(scan: Scan): void {
	take(scan, /[ \t\r\n]*/y);
}

function take(scan: Scan, pattern: RegExp): boolean {
	pattern.lastIndex = scan.at;
	const match = pattern.exec(scan.text);
	if (match === null) {
		return false;
	}

	scan.at += match[0].length;
	return true;
}
