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
	const {endpoint: _endpoint, 'dataplane-fqdn': _fqdn, ...others} = parameters;
	return {
		name,
		title,
		description,
		retired: status.state === 'retired' ? {since: status.since, text: status.text} : undefined,
		asks: [
			...('endpoint' in parameters ? (['endpoint'] as const) : []),
			...(requirements.some(({from}) => from?.kind === 'machines') ? (['machines'] as const) : []),
			...('dataplane-fqdn' in parameters ? (['dataplane-fqdn'] as const) : []),
		],
		parameters: others,
	};
}
