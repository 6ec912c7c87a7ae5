import {keyOf} from '../arm-id.js';
import type {SandboxContext} from '../context.js';
import {listAt} from '../json.js';
import {route, type SandboxService} from '../service.js';
import {assertAllowed} from './access.js';
import {page} from './arm-answers.js';
import {notFound} from './resource-reads.js';

/** How many addresses of each subnet are in use. A world that does not say answers 404: it was not read. */
export function virtualNetworkUsages(context: SandboxContext): SandboxService {
	const path =
		'/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Network/virtualNetworks/:name/usages' as const;
	return {
		routes: [
			route('GET', path, (request, {subscription, group, name}) => {
				const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/virtualNetworks/${name}`;
				assertAllowed(context, 'Microsoft.Network/virtualNetworks/usages/read', id);
				const usages = context.store.get('usages', keyOf(id));
				if (usages === undefined) {
					throw notFound(context, `${id}/usages/SubnetSpace`);
				}

				return page(request, listAt(usages, 'value'), context.pageSize);
			}),
		],
	};
}
