import type {ControlId} from '../controls/control-id.js';

/** Short names, for pictures and lists. */
export const controlNames: Readonly<Record<ControlId, string>> = {
	'private-cluster': 'private cluster',
	'authorized-ranges': 'authorized ranges',
	'network-policy': 'network policy',
	'security-admin': 'admin rules',
	nsg: 'NSG',
	'route-table': 'route',
	'azure-firewall': 'firewall',
	'load-balancer': 'load balancer',
	'node-addresses': 'node addresses',
	'pod-dns': 'pod DNS',
	'private-endpoint': 'private endpoint',
	'http-proxy': 'HTTP proxy',
	'service-endpoint-policy': 'endpoint policy',
	'not-modelled': 'not modelled',
	'subnet-capacity': 'subnet capacity',
	'this-machine': 'this machine',
};
