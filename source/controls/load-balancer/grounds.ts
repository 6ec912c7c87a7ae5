import type {Service} from '../../topology/kubernetes.js';

/** Why a load balancer passes packets on, or does not. */
export type BalancerGrounds =
	/** Azure has given the service no address yet. */
	{readonly kind: 'no-address'; readonly service: Service};
