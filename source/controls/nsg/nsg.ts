import type {Control} from '../control.js';
import {assessEgress} from './assess-egress.js';
import {assessIngress} from './assess-ingress.js';
import {remedyEgress} from './remedy-egress.js';
import {remedyIngress} from './remedy-ingress.js';

/** Security groups on the subnet and on the nodes' network interfaces. */
export const nsg: Control = {
	id: 'nsg',
	title: 'Network security group',
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
	remedy(finding, topology) {
		const {flow} = finding;
		const {path} = flow;
		switch (path.kind) {
			case 'egress': {
				return remedyEgress(flow, path, topology);
			}

			case 'ingress': {
				return remedyIngress(finding, path, topology);
			}

			default: {
				return [];
			}
		}
	},
};
