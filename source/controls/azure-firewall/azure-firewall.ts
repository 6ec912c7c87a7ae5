import type {Control} from '../control.js';
import {pathControl} from '../path-control.js';
import {assessEgress} from './assess-egress.js';
import {assessIngress} from './assess-ingress.js';
import {remedyEgress} from './remedy-egress.js';
import {remedyIngress} from './remedy-ingress.js';

/** Azure Firewall, by policy or classic, where a route leads to it or a service is published by it. */
export const azureFirewall: Control = pathControl({
	id: 'azure-firewall',
	title: 'Azure Firewall',
	assessEgress,
	assessIngress,
	remedyEgress,
	remedyIngress,
});
