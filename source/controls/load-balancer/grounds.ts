import type {AddressSet} from '../../network/address-set.js';
import type {Service} from '../../topology/kubernetes.js';

/** Why a load balancer passes packets on, or does not. */
export type BalancerGrounds =
	/** Azure has given the service no address yet. */
	| {readonly kind: 'no-address'; readonly service: Service}
	/** The service admits only some senders, and kube-proxy drops the others on the node. */
	| {readonly kind: 'source-ranges'; readonly service: Service; readonly refused: AddressSet};
