import type {Profile} from '../../profiles/profile.js';
import type {ProfileSummary} from '../../wizard/dependencies.js';

/** What the wizard says and asks of a profile. */
export function summariseProfile({
	name,
	title,
	description,
	status,
	parameters,
	requirements,
}: Profile): ProfileSummary {
	return {
		name,
		title,
		description,
		retired: status.state === 'retired' ? {since: status.since, text: status.text} : undefined,
		asksMachines: requirements.some(({from}) => from?.kind === 'machines'),
		parameters,
	};
}
