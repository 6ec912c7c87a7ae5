import type {SandboxContext} from '../context.js';
import {route, type SandboxService} from '../service.js';
import {assertAllowed} from './access.js';
import {refuse} from './arm-answers.js';

/** The list of service tags with their prefixes, as downloaded for a region. */
export function serviceTags(context: SandboxContext): SandboxService {
	return {
		routes: [
			route(
				'GET',
				'/subscriptions/:subscription/providers/Microsoft.Network/locations/:location/serviceTags',
				(_request, {subscription, location}) => {
					assertAllowed(context, 'Microsoft.Network/locations/serviceTags/read', `/subscriptions/${subscription}`);
					const {serviceTags: list} = context.store;
					if (list === undefined) {
						throw refuse(404, 'NotFound', `No service tags are available for location ${location}.`);
					}

					return {status: 200, body: list};
				},
			),
		],
	};
}
