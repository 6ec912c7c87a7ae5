import type {Control} from '../control.js';
import {assessEgress} from './assess-egress.js';
import {assessIngress} from './assess-ingress.js';
import {remedyEgress} from './remedy-egress.js';
import {remedyIngress} from './remedy-ingress.js';

/** Azure Firewall, by policy or classic, where a route leads to it or a service is published by it. */
export const azureFirewall: Control = {
	id: 'azure-firewall',
	title: 'Azure Firewall',
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
