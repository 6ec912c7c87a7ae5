import {keyOf} from '../arm-id.js';
import type {SandboxContext} from '../context.js';
import {listAt} from '../json.js';
import {route, type SandboxService} from '../service.js';
import {assertAllowed} from './access.js';
import {notFound} from './resource-reads.js';

const operation = 'listNetworkManagerEffectiveSecurityAdminRules';

/** What network managers have put in force on a network. A world that does not say answers 404: it was not read. */
export function effectiveAdminRules(context: SandboxContext): SandboxService {
	const path =
		`/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Network/virtualNetworks/:name/${operation}` as const;
	return {
		routes: [
			route('POST', path, (_, {subscription, group, name}) => {
				const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks/${name}`;
				assertAllowed(context, `Microsoft.Network/virtualNetworks/${operation}/action`, id);
				const answer = context.store.get('usages', keyOf(`${id}/${operation}`));
				if (answer === undefined) {
					throw notFound(context, `${id}/${operation}`);
				}

				return {status: 200, body: {value: listAt(answer, 'value')}};
			}),
		],
	};
}
