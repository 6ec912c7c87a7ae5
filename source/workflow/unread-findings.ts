import type {UnboundRequirement} from '../profiles/flow.js';
import type {Recognition} from '../profiles/recognise.js';

/** What could not be looked at may hold a workload that is blocked: that leaves a doubt, and never "nothing is blocked". */
export function unreadFindings({unread}: Recognition): readonly UnboundRequirement[] {
	return unread.map(({why, missing}) => ({
		profile: 'found',
		requirement: 'found-workloads',
		purpose: 'What else runs here is not known, nor what it needs.',
		verdict: 'undecided',
		why: `${why} What runs there cannot be told, so what it needs was not checked.`,
		missing,
	}));
}
