import type {Control} from '../control.js';
import {assessEgress} from './assess-egress.js';
import {assessIngress} from './assess-ingress.js';
import {remedyEgress} from './remedy-egress.js';
import {remedyIngress} from './remedy-ingress.js';

/** User routes and Azure's own: where packets go next, and whether answers come back the same way. */
export const routeTable: Control = {
	id: 'route-table',
	title: 'Route table',
	assess(flow, topology) {
		const {path} = flow;
		switch (path.kind) {
			case 'egress': {
				return assessEgress(flow, path, topology);
			}

			case 'ingress': {
				return assessIngress(flow, path, topology);
			}

			default: {
				return [];
			}
		}
	},
	remedy({flow}, topology) {
		const {path} = flow;
		switch (path.kind) {
			case 'egress': {
				return remedyEgress(flow, path, topology);
			}

			case 'ingress': {
				return remedyIngress(flow, path, topology);
			}

			default: {
				return [];
			}
		}
	},
};
