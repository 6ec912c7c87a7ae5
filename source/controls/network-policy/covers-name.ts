import type {NamePattern} from '../../network/name-pattern.js';

/**
 * Cilium's `*` stands for any characters of one label, dots left out; alone it is every name, and `**.` in front stands
 * for one label or more (docs.cilium.io, DNS based). A `*` in the name that is asked for may stand for dots, too, so only
 * `*` covers it.
 */
export function coversName(pattern: string, name: NamePattern): boolean {
	const [wide, narrow] = [pattern.toLowerCase().replace(/\.$/, ''), name.toLowerCase()];
	if (wide === '*' || narrow.includes('*')) {
		return wide === '*';
	}

	if (wide.startsWith('**.')) {
		return matches(`[-a-z0-9_.]+\\.${partsOf(wide.slice(3))}`, narrow);
	}

	return matches(partsOf(wide), narrow);
}

function partsOf(pattern: string): string {
	return pattern
		.split('*')
		.map(part => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
		.join('[-a-z0-9_]*');
}

function matches(expression: string, name: string): boolean {
	return new RegExp(`^${expression}$`).test(name);
}
