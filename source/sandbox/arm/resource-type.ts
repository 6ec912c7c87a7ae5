import type {ArmId} from '../arm-id.js';
import type {JsonObject} from '../json.js';
import type {Store} from '../store.js';
import type {EtagStyle} from './etags.js';

/** A write as a service sees it, before it decides. */
export type Proposal = {
	readonly store: Store;
	/** In the spelling under which the resource is (or will be) known. */
	readonly id: string;
	readonly parsed: ArmId;
	/** The whole resource as proposed. */
	readonly proposed: JsonObject;
	readonly before: JsonObject | undefined;
	readonly parent: JsonObject | undefined;
};

/** One writable type of ARM resource: Azure's own rules about it. Everything else about resources is the same for all. */
export type ArmResourceType = {
	readonly type: `${string}/${string}`;
	/** Throws the refusal that Azure answers with. */
	readonly check: (proposal: Proposal) => void;
	/** What the service fills in or keeps: read-only fields, defaults, ids of children. */
	readonly complete: (proposal: Proposal) => JsonObject;
	/** Keys of the other resources that are busy while this one is written. */
	readonly alsoBusy?: (store: Store, id: string) => readonly string[];
	readonly whenBusy: 'another-operation' | 'retryable' | 'cluster';
	/** Throws when something still uses it. */
	readonly checkDelete: (store: Store, id: string, resource: JsonObject) => void;
	readonly etag: EtagStyle;
};
