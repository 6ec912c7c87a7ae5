import type {ArmId} from './arm-id.js';
import type {LedgerRow} from './ledger-row.js';

/** A resource that can decide about packets, and that nothing here knows how to judge. */
export type Unjudged = {
	readonly id: ArmId;
	readonly name: string;
	/** `a service endpoint policy`; for a type that is in no row of the ledger, the type. */
	readonly title: string;
	/** Undefined for what is not known here at all. */
	readonly row: LedgerRow | undefined;
	/** The networks, subnets and other resources that it names or that name it. */
	readonly attachedTo: readonly ArmId[];
};
