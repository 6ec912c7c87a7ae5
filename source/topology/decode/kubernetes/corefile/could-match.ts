/**
 * Whether a regular expression of Go could hold of a name. It is never run: whoever wrote it may not mean well, and Go
 * reads it otherwise than we would. But what stands in it as itself must stand in the name, too, which tells almost
 * every name that it is not about.
 */
export function couldMatch(expression: string, name: string): boolean {
	// CoreDNS holds it against the name with its closing dot.
	const whole = `${name.toLowerCase()}.`;
	return literalsIn(expression).every(literal => whole.includes(literal.toLowerCase()));
}

/** Nobody writes longer ones about a name. */
const longest = 1000;

/** The runs of characters that every match holds; none where there is another way to match. */
export function literalsIn(expression: string): readonly string[] {
	const parts = expression.length > longest ? [] : outsideGroups(expression);
	if (parts.includes('|')) {
		return [];
	}

	const runs = [''];
	for (const part of parts) {
		const [run = ''] = runs.slice(-1);
		const plain = /^\\[.-]$/.test(part) ? part.slice(1) : part;
		if (/^[\w.-]$/.test(plain) && part !== '.') {
			runs.splice(-1, 1, run + plain);
		} else {
			// How often the last character comes: perhaps not at all.
			runs.splice(-1, 1, /^[?*{]/.test(part) ? run.slice(0, -1) : run, '');
		}
	}

	return runs.filter(run => run !== '');
}

/** Characters, escapes, classes and numbers of times; a group as its brackets alone, because it may be left out. */
function outsideGroups(expression: string): readonly string[] {
	let depth = 0;
	return [...expression.matchAll(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{[^}]*\}|[^\\]/gsu)].flatMap(([part]) => {
		depth += part === '(' ? 1 : part === ')' ? -1 : 0;
		return depth > 0 && part !== '(' ? [] : [part];
	});
}
