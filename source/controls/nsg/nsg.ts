import type {Control} from '../control.js';
import {pathControl} from '../path-control.js';
import {assessEgress} from './assess-egress.js';
import {assessIngress} from './assess-ingress.js';
import {remedyEgress} from './remedy-egress.js';
import {remedyIngress} from './remedy-ingress.js';

/** Security groups on the subnet and on the nodes' network interfaces. */
export const nsg: Control = pathControl({
	id: 'nsg',
	title: 'Network security group',
	assessEgress,
	assessIngress,
	remedyEgress,
	remedyIngress,
});
