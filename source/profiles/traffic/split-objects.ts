/** Cuts JSON text into its outermost objects, wherever its lines end: an array of them, or one after the other. */
export type ObjectSplitter = {
	/** `line` is where the object begins, counted from 1. */
	readonly push: (text: string, receive: (object: string, line: number) => void) => void;
	/** Where an object begins that has no end. */
	readonly open: () => number | undefined;
};

const [quote, backslash, opening, closing, newline] = [0x22, 0x5c, 0x7b, 0x7d, 0x0a];

/** Longer than this no row of a log is; a table in one object may be. */
const longestObject = 256 * 1024 * 1024;

export function objectSplitter(): ObjectSplitter {
	let [line, startLine, depth] = [1, 1, 0];
	let [inString, escaped] = [false, false];
	let pending = '';
	/** Where in this piece the object at hand begins, or goes on; -1 between objects. */
	let start = -1;

	/** Whether the character is text, in which braces mean nothing. */
	const isText = (code: number) => {
		if (inString) {
			inString = escaped || code !== quote;
			escaped = !escaped && code === backslash;
			return true;
		}

		inString = code === quote && depth > 0;
		return inString;
	};
	const open = (at: number) => {
		if (depth === 0) {
			[start, startLine] = [at, line];
		}

		depth += 1;
	};
	/** The end of an object that is complete now. */
	const isClosed = () => {
		depth = Math.max(0, depth - 1);
		return depth === 0 && start !== -1;
	};
	return {
		push(text, receive) {
			start = depth > 0 ? 0 : -1;
			for (let at = 0; at < text.length; at++) {
				const code = text.charCodeAt(at);
				line += code === newline ? 1 : 0;
				if (isText(code)) {
					continue;
				}

				if (code === opening) {
					open(at);
				} else if (code === closing && isClosed()) {
					receive(pending + text.slice(start, at + 1), startLine);
					[pending, start] = ['', -1];
				}
			}

			if (start !== -1 && pending.length < longestObject) {
				pending += text.slice(start);
			}
		},
		open: () => (depth > 0 ? startLine : undefined),
	};
}
