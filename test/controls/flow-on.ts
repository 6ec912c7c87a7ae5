import {type AddressSet, addresses} from '../../source/network/address-set.js';
import {anyPort, ports} from '../../source/network/port-set.js';
import type {Flow, Path} from '../../source/profiles/flow.js';

export function flowOn(path: Path, fields: Partial<Flow> = {}): Flow {
	return {
		id: 'a-flow',
		profile: 'mine',
		requirement: 'a-flow',
		purpose: 'It does not work.',
		from: 'there',
		to: 'here',
		protocol: 'tcp',
		ports: path.kind === 'machine' || path.kind === 'api-server' ? ports(443) : anyPort,
		path,
		remarks: [],
		...fields,
	};
}

export function apiServerFlow(...from: readonly string[]): Flow {
	const set: AddressSet = addresses(...from);
	return flowOn({kind: 'api-server', from: set, tag: undefined, caller: 'backend'});
}
