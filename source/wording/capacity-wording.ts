import type {CapacityGrounds} from '../controls/subnet-capacity/grounds.js';
import type {Wording} from './control-wording.js';

export function capacityWording(grounds: CapacityGrounds): Wording {
	switch (grounds.kind) {
		case 'unread': {
			const [rule, subject] =
				grounds.what === 'subnet' ? ['not read', 'The subnet'] : ['use not read', 'Its use of addresses'];
			const denied = grounds.what === 'subnet' ? 'The subnet' : 'Its use';
			return {
				rule,
				why:
					grounds.reason === undefined ? `${subject} was not read.` : `${denied} could not be read: ${grounds.reason}`,
			};
		}

		case 'dynamic': {
			return {
				rule: 'use depends on deployment',
				why: 'Azure gives no number for this subnet (-1), because it depends on what is deployed into it.',
			};
		}

		case 'counted': {
			const {used, limit, free, asked, needed, heldBeforehand} = grounds;
			const sum = `${used} of ${limit} usable addresses are taken, ${free} are free`;
			// concepts-network-legacy-cni.
			const held = heldBeforehand
				? ' Nodes reserve addresses for all the pods they may run, so pods still fit where a node has slots left, but a new node does not.'
				: '';
			const batches = needed === asked ? '' : ` (${asked} pods, and nodes take addresses in batches of 16)`;
			return {
				rule: sum,
				why:
					free < needed && free >= asked
						? `${sum}, fewer than the batch of 16 that a node takes at once; whether ${asked} more pods fit into what the nodes hold already is not known.`
						: `${sum}${free >= needed ? ';' : ', and'} ${needed} are needed${batches}.${free >= needed ? '' : held}`,
			};
		}
	}
}
