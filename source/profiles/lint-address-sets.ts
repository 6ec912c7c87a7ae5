import {type AddressSet, addresses, formatAddresses} from '../network/address-set.js';
import {intersection, unionOf} from '../network/interval-set.js';
import type {Profile} from './profile.js';
import type {ReportProblem} from './profile-problem.js';

/** RFC 1918, RFC 6598 and RFC 4193: never public. */
const privateSpace = addresses('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7');

/** Private addresses are legal in an own set (a Git server in the office) but a slip in what a service published. */
export function checkAddressSets(sets: Profile['addressSets'], report: ReportProblem): void {
	for (const [name, set] of Object.entries(sets)) {
		const path = ['addressSets', name];
		for (const [index, range] of (set.addresses ?? []).entries()) {
			const inside = intersection(range, privateSpace);
			if (inside.length > 0) {
				const message = `${formatAddresses(inside)} is private; only a network of your own can lead there.`;
				report('warning', [...path, 'addresses', index], message);
			}
		}

		checkRegions(set.tagCopy?.regions ?? {}, [...path, 'tagCopy', 'regions'], report);
		const lists = Object.entries(set.published?.regions ?? {}).map(
			([region, list]) => [region, list.addresses] as const,
		);
		checkRegions(Object.fromEntries(lists), [...path, 'published', 'regions'], report);
	}
}

function checkRegions(
	regions: Readonly<Record<string, readonly AddressSet[]>>,
	path: readonly PropertyKey[],
	report: ReportProblem,
): void {
	const seen = new Set<string>();
	for (const [region, ranges] of Object.entries(regions)) {
		if (seen.has(region.toLowerCase())) {
			report('error', [...path, region], `The region ${region} is listed twice; region names do not differ by case.`);
		}

		seen.add(region.toLowerCase());
		const inside = intersection(unionOf(ranges), privateSpace);
		if (inside.length > 0) {
			report('error', [...path, region], `${formatAddresses(inside)} is private and cannot be in a public list.`);
		}
	}
}
