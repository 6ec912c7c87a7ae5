/** Whether a subnet has addresses left, and how that is known. */
export type CapacityGrounds =
	| {readonly kind: 'unread'; readonly what: 'subnet' | 'use'; readonly reason: string | undefined}
	/** Azure gives no number (-1): it depends on what is deployed. */
	| {readonly kind: 'dynamic'}
	| {
			readonly kind: 'counted';
			readonly used: number;
			readonly limit: number;
			readonly free: number;
			readonly asked: number;
			/** In whole batches where nodes take their pods' addresses so; else as asked. */
			readonly needed: number;
			/** Node Subnet: a node takes the addresses of all its possible pods when it is created. */
			readonly heldBeforehand: boolean;
	  };
