import type {Danger, Step} from '../../plan/plan.js';
import {pluralize} from '../../plan/pluralize.js';

/** What the dangerous steps of a plan do, for its head: `1 step passes an explicit deny`; undefined where there are none. */
export function dangerHeadline(steps: readonly Pick<Step, 'danger'>[]): string | undefined {
	const counts = Map.groupBy(
		steps.flatMap(({danger}) => danger ?? []),
		({code}) => code,
	);
	const parts = [...counts].map(
		([code, found]) => `${pluralize(found.length, 'step')} ${does(code, found.length === 1)}`,
	);
	return parts.length === 0 ? undefined : `▲ ${parts.join('; ')}`;
}

function does(code: Danger['code'], one: boolean): string {
	const [first, rest] = {
		'deny-bypassed': [one ? 'passes' : 'pass', 'an explicit deny'],
		'endpoint-published': [one ? 'publishes' : 'publish', 'something to the internet'],
		'range-removed': [one ? 'takes' : 'take', 'an authorized range away'],
		'rule-removed': [one ? 'takes' : 'take', 'something away that lets something through'],
		'ranges-first-set': [one ? 'closes' : 'close', 'the API server to every other address'],
	}[code];
	return `${first} ${rest}`;
}
