import {formatPorts} from '../network/port-set.js';
import type {Flow} from '../profiles/flow.js';

/** `tcp 443`, `any protocol, every port` */
export function formatTraffic({protocol, ports}: Pick<Flow, 'protocol' | 'ports'>): string {
	const isEvery = ports.length === 1 && ports[0]?.[0] === 0 && ports[0][1] === 65_535;
	return `${protocol === 'any' ? 'any protocol,' : protocol} ${isEvery ? 'every port' : formatPorts(ports)}`;
}
