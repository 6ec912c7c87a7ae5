import type {Control} from '../control.js';
import {judgeReturn, judgeRoute} from './judge-route.js';
import {remedyRoutes} from './remedy-routes.js';

/** User routes and Azure's own: where packets go next, and whether answers come back the same way. */
export const routeTable = {
	id: 'route-table',
	title: 'Route table',
	judge: {
		route: (place, hop, topology) => [judgeRoute(place, hop, topology)],
		return: (place, hop) => judgeReturn(place, hop),
		'unread-routes': ({unread: {resource, reason, missing}}, hop) => [
			{control: 'route-table', hop, verdict: 'undecided', resource, missing, grounds: {kind: 'unread', reason}},
		],
	},
	remedy: remedyRoutes,
} as const satisfies Control;
