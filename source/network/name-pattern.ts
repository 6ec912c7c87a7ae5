import {type Parsed, parsed, refused} from './parsed.js';

/**
 * A DNS name or a pattern with `*`. As Azure Firewall reads it, `*` stands for any run of characters, dots too:
 * `*.a.com` takes `x.y.a.com` but not `a.com`; `*a.com` takes `a.com` and `xa.com` (firewall-faq.yml).
 * Requirements may hold `*` elsewhere (`azds-*.azds.io`); Azure Firewall may not. Case does not matter (RFC 4343).
 */
export type NamePattern = string;

/** Whether Azure Firewall takes the pattern in an application rule: `*` only as the left-most character. */
export function isLeftMostWildcard(pattern: NamePattern): boolean {
	return !pattern.slice(1).includes('*');
}

/**
 * The narrowest pattern that Azure Firewall takes and that covers the given one: `*.azds.io` for `azds-*.azds.io`.
 * What stands before the last `*` cannot be said there.
 */
export function leftMostWildcard(pattern: NamePattern): NamePattern {
	return isLeftMostWildcard(pattern) ? pattern : pattern.slice(pattern.lastIndexOf('*'));
}

/** A run of `*` says no more than one of them. */
function canonical(pattern: NamePattern): NamePattern {
	const lower = pattern.toLowerCase();
	return lower.includes('**') ? lower.replaceAll(/\*+/g, '*') : lower;
}

/** Stands for "anything" in a name that is held against a pattern; no pattern can spell it out. */
const something = '\u0000';

/** Whether every name that `names` stands for is matched by `pattern`. */
export function covers(pattern: NamePattern, names: NamePattern): boolean {
	// Most are plain names, and are asked about by the thousand.
	if (pattern === names || !pattern.includes('*')) {
		return pattern === names || (pattern.length === names.length && pattern.toLowerCase() === names.toLowerCase());
	}

	const text = canonical(names).replaceAll('*', something);
	const [head = '', ...parts] = canonical(pattern).split('*');
	const tail = parts.pop();
	if (tail === undefined) {
		return text === head;
	}

	if (!(text.startsWith(head) && text.endsWith(tail) && text.length >= head.length + tail.length)) {
		return false;
	}

	// What lies between is looked for from the left: the earliest place leaves the most room for the rest.
	const end = text.length - tail.length;
	let at = head.length;
	for (const part of parts) {
		const found = text.indexOf(part, at);
		if (found < 0 || found + part.length > end) {
			return false;
		}

		at = found + part.length;
	}

	return true;
}

/** Whether some name is matched by both. */
export function overlap(a: NamePattern, b: NamePattern): boolean {
	if (covers(a, b) || covers(b, a)) {
		return true;
	}

	// A single name is in a pattern or it is not; only two patterns can share names without one holding the other.
	return a.includes('*') && b.includes('*') && shareNames(canonical(a), canonical(b));
}

/**
 * Compares the ends of both patterns, from the shortest on. Only whether, not which: patterns with many `*` have more
 * names in common than anybody could list, and rules may hold whatever somebody wrote into a file.
 */
function shareNames(a: string, b: string): boolean {
	// For the end of `a` that was looked at last: whether it shares a name with the end of `b` from each place on.
	let shared: readonly boolean[] = [];
	for (let i = a.length; i >= 0; i--) {
		const row: boolean[] = [];
		for (let j = b.length; j >= 0; j--) {
			const [below, beside, across] = [shared[j] === true, row[j + 1] === true, shared[j + 1] === true];
			const isAtEnd = i === a.length && j === b.length;
			const hasRun = a.charAt(i) === '*' || b.charAt(j) === '*';
			row[j] = isAtEnd || (hasRun ? below || beside : i < a.length && a.charAt(i) === b.charAt(j) && across);
		}

		shared = row;
	}

	return shared[0] === true;
}

/**
 * The names that both patterns match, as the fewest patterns that say it: `*.a.com` for `*a.com` and `*.a.com`;
 * `ab*bc` and `abc` for `ab*` and `*bc`; none where they have nothing in common.
 */
export function commonNames(a: NamePattern, b: NamePattern): readonly NamePattern[] {
	const found = new Set(common(canonical(a), canonical(b), new Map()).map(canonical));
	return [...found].filter(pattern => ![...found].some(wider => wider !== pattern && covers(wider, pattern)));
}

/** Reads both patterns from the left; every way to go on is followed once. */
function common(a: string, b: string, known: Map<string, readonly string[]>): readonly string[] {
	if (a === '' && b === '') {
		return [''];
	}

	const key = `${a} ${b}`;
	const before = known.get(key);
	if (before !== undefined) {
		return before;
	}

	const first = (prefix: string, restA: string, restB: string) =>
		common(restA, restB, known).map(rest => canonical(prefix + rest));
	let ways: readonly string[] = [];
	if (a.startsWith('*') && b.startsWith('*')) {
		// One of the two runs ends first.
		ways = [...first('*', a.slice(1), b), ...first('*', a, b.slice(1))];
	} else if (a.startsWith('*')) {
		// The run ends here, or takes the next character.
		ways = [...first('', a.slice(1), b), ...(b === '' ? [] : first(b.charAt(0), a, b.slice(1)))];
	} else if (b.startsWith('*')) {
		ways = [...first('', a, b.slice(1)), ...(a === '' ? [] : first(a.charAt(0), a.slice(1), b))];
	} else if (a !== '' && a.charAt(0) === b.charAt(0)) {
		ways = first(a.charAt(0), a.slice(1), b.slice(1));
	}

	const distinct = [...new Set(ways)];
	known.set(key, distinct);
	return distinct;
}

/** Letters, digits, hyphens within, and the underscores that some hosts have although RFC 1123 knows none. */
const label = /^[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?$/;
const longestName = 253;

/** A DNS name, in lower case. Addresses, URLs, ports, blanks and a closing dot are refused. */
export function parseName(text: string): Parsed<string> {
	if (text.includes('*')) {
		return refused(`${JSON.stringify(text)} is a pattern; a name without * is needed here.`);
	}

	return parseNamePattern(text);
}

/** A name, or a pattern with `*` for any run of characters at any place. */
export function parseNamePattern(text: string): Parsed<NamePattern> {
	const name = text.toLowerCase();
	if (name.includes('/') || name.includes(':')) {
		return refused(`${JSON.stringify(text)} is not a DNS name; give the host alone, without scheme, port or path.`);
	}

	// A run of characters may be one letter long, so the rest must be a name with a letter there.
	const labels = name.replaceAll('*', 'x').split('.');
	if (name.includes('**') || name.length > longestName || !labels.every(part => label.test(part))) {
		return refused(`${JSON.stringify(text)} is not a DNS name like gcr.io, nor a pattern like *.azurecr.io.`);
	}

	// A top-level domain is never a number (RFC 3696, section 2), so this is an address, well-formed or not.
	return /^\d+$/.test(labels.at(-1) ?? '')
		? refused(`${JSON.stringify(text)} is an address, not a DNS name.`)
		: parsed(name);
}

/** What an application rule of Azure Firewall takes: a name, or a pattern with `*` as its left-most character. */
export function parseFirewallPattern(text: string): Parsed<NamePattern> {
	const pattern = parseNamePattern(text);
	return !pattern.ok || isLeftMostWildcard(pattern.value)
		? pattern
		: refused(
				`Azure Firewall takes * only as the left-most character; the narrowest it takes for ${text} is ${leftMostWildcard(pattern.value)}.`,
			);
}
