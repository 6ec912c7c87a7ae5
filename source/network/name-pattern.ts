/**
 * A DNS name or a pattern with `*`. As Azure Firewall reads it, `*` stands for one or more characters of any kind,
 * dots too: `*.a.com` takes `x.y.a.com` but not `a.com`; `*a.com` takes `a.com` and `xa.com`
 * (firewall-faq.yml). Requirements may hold `*` elsewhere (`azds-*.azds.io`); Azure Firewall may not.
 */
export type NamePattern = string;

/** Whether Azure Firewall takes the pattern in an application rule: `*` only as the left-most character. */
export function isLeftMostWildcard(pattern: NamePattern): boolean {
	return !pattern.slice(1).includes('*');
}

function expression(pattern: NamePattern): RegExp {
	const escaped = pattern
		.toLowerCase()
		.split('*')
		.map(part => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${escaped.join('.*')}$`);
}

/** Whether every name that `names` stands for is matched by `pattern`. */
export function covers(pattern: NamePattern, names: NamePattern): boolean {
	// A `*` in `names` is replaced by a character that no other pattern can spell out.
	return expression(pattern).test(names.toLowerCase().replaceAll('*', '\u0000'));
}

/** Whether some name is matched by both. Exact for patterns with at most one `*` each, safe (never a false no) beyond. */
export function overlap(a: NamePattern, b: NamePattern): boolean {
	const [x, y] = [a.toLowerCase(), b.toLowerCase()];
	if (!x.includes('*')) {
		return expression(y).test(x);
	}

	if (!y.includes('*')) {
		return expression(x).test(y);
	}

	const startsAgree = agree(x.split('*')[0] ?? '', y.split('*')[0] ?? '', (long, short) => long.startsWith(short));
	const endsAgree = agree(x.split('*').at(-1) ?? '', y.split('*').at(-1) ?? '', (long, short) => long.endsWith(short));
	return startsAgree && endsAgree;
}

function agree(a: string, b: string, fits: (long: string, short: string) => boolean): boolean {
	return a.length > b.length ? fits(a, b) : fits(b, a);
}
