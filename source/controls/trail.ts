import type {Missing} from '../profiles/flow.js';
import type {ControlId, Finding} from './control.js';

export function isBlockedBy({trail}: Finding, control: ControlId): boolean {
	return trail.some(entry => entry.control === control && entry.verdict === 'blocked');
}

/** The first thing to find out; the rest is asked on the next run. */
export function missingOf(unknown: readonly Missing[], otherwise: Missing): Missing {
	return unknown[0] ?? otherwise;
}

/** `a`, `a and b`, `a, b and 2 more`; never empty, because it names what decided. */
export function listed(items: readonly string[]): string {
	const [first = 'several rules', second, ...rest] = [...new Set(items)];
	if (second === undefined) {
		return first;
	}

	return rest.length === 0 ? `${first} and ${second}` : `${first}, ${second} and ${rest.length} more`;
}
