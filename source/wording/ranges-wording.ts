import type {RangesGrounds} from '../controls/authorized-ranges/grounds.js';
import {formatSome, someOf} from '../controls/authorized-ranges/parse-authorized-range.js';
import {difference, size} from '../network/interval-set.js';
import type {Hop} from '../routing/way.js';
import {clusterUnreadWording} from './cluster-unread-wording.js';
import type {Wording} from './control-wording.js';

export function rangesWording(grounds: RangesGrounds, {place}: Hop): Wording {
	const own = place.kind === 'api-server' && place.caller === 'cluster';
	switch (grounds.kind) {
		case 'cluster-unread': {
			return clusterUnreadWording(grounds.reason);
		}

		case 'no-ranges': {
			return {
				rule: 'no authorized ranges',
				why: 'The API server has no authorized ranges, so it takes connections from every address.',
			};
		}

		case 'sources-unread': {
			const why = 'The addresses that the cluster goes out with are not known, and the API server takes only some.';
			return {rule: 'authorized ranges', why: grounds.reason === undefined ? why : `${why} ${grounds.reason}`};
		}

		case 'inside': {
			return inside(grounds, own);
		}

		case 'missing': {
			return notInside(grounds, own);
		}

		case 'doubt': {
			const {entry} = grounds;
			return {
				rule: `authorized range ${entry.text}`,
				why:
					entry.kind === 'tag'
						? `The list holds the service tag ${entry.text}, and its addresses are not known here.`
						: `The list holds an entry that cannot be read: ${entry.kind === 'unreadable' ? entry.problem : entry.text}`,
			};
		}
	}
}

function inside({sources, entries}: Extract<RangesGrounds, {kind: 'inside'}>, own: boolean): Wording {
	const list = someOf(entries);
	const rule = `authorized ranges ${list}`;
	if (sources.length === 0) {
		return {rule, why: `${list} stands for the cluster's own outbound addresses.`};
	}

	const verb = size(sources) === 1 ? 'is' : 'are';
	return {
		rule,
		why: own
			? `The cluster goes out with ${formatSome(sources)}, which ${verb} inside ${list}.`
			: `${formatSome(sources)} ${verb} inside ${list}.`,
	};
}

function notInside({missing, sources, ranges}: Extract<RangesGrounds, {kind: 'missing'}>, own: boolean): Wording {
	const which =
		ranges.length === 1 ? `the only authorized range ${ranges[0]}` : `any of the ${ranges.length} authorized ranges`;
	const some = difference(sources, missing).length > 0 ? '; the other addresses are' : '';
	const verb = size(missing) === 1 ? 'is' : 'are';
	const effect = own
		? ' The outbound addresses of the cluster itself are missing, so its nodes lose the API server.'
		: '';
	return {rule: 'authorized ranges', why: `${formatSome(missing)} ${verb} not inside ${which}${some}.${effect}`};
}
