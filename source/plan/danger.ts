import {formatAddresses, parseIpv4Cidr} from '../network/address-set.js';
import {difference, intervalSet} from '../network/interval-set.js';
import type {Wanted} from './collect-needs.js';
import type {Danger} from './plan.js';

/** A need says so itself when it overrides a deny that somebody wrote for just this traffic. */
export function bypassDanger(wanted: readonly Wanted[]): Danger | undefined {
	const denied = wanted.flatMap(({need}) => ('bypasses' in need && need.bypasses !== undefined ? [need.bypasses] : []));
	return denied.length === 0
		? undefined
		: {code: 'deny-bypassed', warning: `This goes before an explicit deny: ${[...new Set(denied)].join(', ')}.`};
}

/** What publishes a service that somebody made internal on purpose. */
export function publicationDanger(wanted: readonly Wanted[]): Danger | undefined {
	const published = wanted.flatMap(({need}) =>
		need.kind === 'dnat-rule' && need.publishes !== undefined ? [need.publishes] : [],
	);
	return published.length === 0 ? undefined : {code: 'endpoint-published', warning: [...new Set(published)].join(' ')};
}

/** What an authorized-range change does to callers that were let in before. */
export function rangeDanger(before: readonly string[], after: readonly string[]): Danger | undefined {
	if (before.length === 0 && after.length > 0) {
		return {
			code: 'ranges-first-set',
			warning: 'The API server is open to every address now and will answer only these ranges.',
		};
	}

	const lost = difference(rangeSet(before), rangeSet(after));
	return lost.length === 0
		? undefined
		: {code: 'range-removed', warning: `The API server will no longer answer ${formatAddresses(lost)}.`};
}

/** `0.0.0.0/32` stands for the cluster's own egress and lets no address in by itself. */
function rangeSet(entries: readonly string[]) {
	return intervalSet(
		entries
			.filter(entry => entry !== '0.0.0.0/32')
			.flatMap(entry => {
				const result = parseIpv4Cidr(entry);
				return result.ok ? result.value : [];
			}),
	);
}
