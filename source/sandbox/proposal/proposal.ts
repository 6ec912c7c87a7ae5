import type {JsonObject} from '../json.js';

/**
 * A change that somebody has planned and nobody has made yet, whatever program said it: a list of edits to a world. It is
 * a value; laid over a world it gives a second one ({@link file://./lay-proposal.ts}).
 */
export type Proposal = {
	readonly edits: readonly Edit[];
	/** What a reader must know of the files: values that are secret, what was left out. */
	readonly notes: readonly string[];
	/** What it changes of the network and what cannot be told from it: no answer that builds on it is certain. */
	readonly unread: readonly string[];
};

/** Where an edit stands, for reports: the file, and the name that whoever wrote it gave to the resource. */
export type Origin = {
	readonly file: string;
	/** `module.net.azurerm_subnet.aks`, the id of a resource, or `NetworkPolicy shop/db`. */
	readonly address: string;
};

export type Edit = ResourceEdit | ObjectEdit;

/** Bodies are in the shape of the REST API; what is not in them is not changed. */
export type ResourceEdit = {
	readonly kind: 'resource';
	readonly origin: Origin;
	readonly id: string;
	/** What the plan took for the state before; undefined where it says the whole of what is to be. */
	readonly before: JsonObject | undefined;
	/** Undefined where it is deleted. */
	readonly after: JsonObject | undefined;
	/** Says something of a resource that another edit, or nobody, makes: an association, a rule in a list. */
	readonly partial: boolean;
};

export type ObjectEdit = {
	readonly kind: 'object';
	readonly origin: Origin;
	/** With apiVersion, kind and metadata.name, also where it is deleted. */
	readonly object: JsonObject;
	readonly deleted: boolean;
};

export function joinProposals(proposals: readonly Proposal[]): Proposal {
	return {
		edits: proposals.flatMap(({edits}) => edits),
		notes: [...new Set(proposals.flatMap(({notes}) => notes))],
		unread: [...new Set(proposals.flatMap(({unread}) => unread))],
	};
}
