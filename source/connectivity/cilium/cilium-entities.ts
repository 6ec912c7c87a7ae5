import type {AddressSet} from '../../network/address-set.js';
import type {Entity, PeerTerm} from '../policy-terms.js';

const entities: Readonly<Record<string, Entity | undefined>> = {
	world: 'world',
	'world-ipv4': 'world-ipv4',
	'world-ipv6': 'world-ipv6',
	host: 'host',
	'remote-node': 'remote-node',
	cluster: 'cluster',
	all: 'all',
};

/** Entities whose members are neither pods nor addresses that we know of; a rule for them opens nothing that we model. */
const unseen = new Set(['none', 'init', 'health', 'unmanaged', 'ingress']);

/** Peers, or what cannot be judged about them. */
export type CiliumPeers = {
	/** Undefined: any peer. */
	readonly peers: readonly PeerTerm[] | undefined;
	readonly doubt: string | undefined;
};

export function isCiliumEntity(name: string): boolean {
	return entities[name] !== undefined || unseen.has(name) || name === 'kube-apiserver';
}

/** `apiServer` is the addresses behind `default/kubernetes`; on AKS they are outside the cluster. */
export function entityPeers(name: string, apiServer: AddressSet | undefined): CiliumPeers {
	const entity = entities[name];
	if (entity !== undefined) {
		return {peers: [{kind: 'entity', entity}], doubt: undefined};
	}

	if (name === 'kube-apiserver') {
		return apiServer === undefined
			? {
					peers: [{kind: 'entity', entity: 'world'}],
					doubt: 'the entity kube-apiserver: the Endpoints default/kubernetes were not read',
				}
			: {peers: [{kind: 'addresses', addresses: apiServer}], doubt: undefined};
	}

	return unseen.has(name)
		? {peers: [], doubt: undefined}
		: {peers: [{kind: 'entity', entity: 'all'}], doubt: `the entity ${name}`};
}
