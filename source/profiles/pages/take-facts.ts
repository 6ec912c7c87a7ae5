import {covers} from '../../network/name-pattern.js';
import type {PageExtract, Take} from './page-extract.js';
import {spelledNames} from './spell-names.js';
import {tableFacts} from './table-facts.js';

/** The facts of a page's texts, each once and in order, so that two of them can be compared line by line. */
export function takeFacts(takes: readonly Take[], texts: readonly string[]): PageExtract['facts'] {
	const sections = new Map<string, Set<string>>();
	for (const text of texts) {
		for (const take of takes) {
			for (const [section, facts] of Object.entries(taken(take, text))) {
				sections.set(section, new Set([...(sections.get(section) ?? []), ...facts]));
			}
		}
	}

	return Object.fromEntries(
		[...sections].flatMap(([section, facts]) => (facts.size === 0 ? [] : [[section, [...facts].sort()]])),
	);
}

function taken(take: Take, text: string): Readonly<Record<string, readonly string[]>> {
	switch (take.kind) {
		case 'tables':
			return tableFacts(text);
		case 'names':
			return {names: namesWithin(take.within, text)};
		case 'ports':
			return {ports: portNumbers(text)};
	}
}

function namesWithin(patterns: readonly string[], text: string): readonly string[] {
	return spelledNames(text)
		.filter(({name}) => patterns.some(pattern => covers(pattern, name)))
		.map(({name, port}) => (port === undefined ? name : `tcp ${port} ${name}`));
}

/** Every number that a line gives to something called a port: `containerPort: 8443`, `tcp:8443`, `TCP port 443`. */
function portNumbers(text: string): readonly string[] {
	return text.split('\n').flatMap(line => {
		const [, given = ''] = /port\w*"?[^:=]{0,12}[:=](.*)$/i.exec(line) ?? [];
		const spoken = [...line.matchAll(/\b(?:ports? |tcp:|udp:)(\d{2,5})\b/gi)].map(([, number]) => number);
		const numbers = [...given.matchAll(/(?<![\w.])\d{2,5}(?![\w.])/g)].map(([number]) => number);
		return [...spoken, ...numbers].map(number => `port ${number}`);
	});
}
