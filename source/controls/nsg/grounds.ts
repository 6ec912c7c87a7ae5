import type {PacketSet} from '../../network/packet-set.js';
import type {ArmId} from '../../topology/arm-id.js';
import type {Service} from '../../topology/kubernetes.js';
import type {SecurityGroup, SecurityRule} from '../../topology/virtual-network.js';

/** Why packets pass a place where a security group may stand, or do not. */
export type GroupGrounds =
	| {
			readonly kind: 'rules';
			readonly group: SecurityGroup;
			/** What decided: the allowing rules where it is allowed, else the denying ones. */
			readonly rules: readonly SecurityRule[];
			/** The packets they decide about. */
			readonly packets: PacketSet;
			/** Every rule that denies some of it in some reading; a rule that is to help must come before all of them. */
			readonly denials: readonly SecurityRule[];
			/** Every packet that is denied in some reading; left out where there are too many to list. */
			readonly denied?: PacketSet | undefined;
			/** The interface that says which rules are in force, where one does. */
			readonly told?: ArmId | undefined;
	  }
	/** No group lets everything through (network-security-group-how-it-works). */
	| {readonly kind: 'no-group'}
	| {readonly kind: 'unread'; readonly reason: string}
	/** Nobody knows in which subnets the nodes behind a service are. */
	| {readonly kind: 'unread-nodes'; readonly service: Service};
