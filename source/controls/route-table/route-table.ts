import type {Control} from '../control.js';
import {pathControl} from '../path-control.js';
import {assessEgress} from './assess-egress.js';
import {assessIngress} from './assess-ingress.js';
import {remedyEgress} from './remedy-egress.js';
import {remedyIngress} from './remedy-ingress.js';

/** User routes and Azure's own: where packets go next, and whether answers come back the same way. */
export const routeTable: Control = pathControl({
	id: 'route-table',
	title: 'Route table',
	assessEgress,
	assessIngress,
	remedyEgress,
	remedyIngress,
});
