import type {JsonObject} from '../json.js';

/**
 * A change that somebody has planned and nobody has made yet, whatever program said it: a list of edits to a world. It is
 * a value; laid over a world it gives a second one ({@link file://./lay-proposal.ts}).
 */
export type Proposal = {
	readonly edits: readonly (Edit | ObjectPatch)[];
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

/** Lines of an object that change, as `diff -u` shows them. */
export type Hunk = {
	readonly file: string;
	/** Of the first of its lines in the object as the cluster had it, from 1. */
	readonly line: number;
	/** As they are, those around them among them, and as they will be. */
	readonly before: readonly string[];
	readonly after: readonly string[];
};

/** A change of an object of which only lines are told: what it will be is known with the object that it is laid over. */
export type ObjectPatch = {
	readonly kind: 'object-patch';
	readonly origin: Origin;
	/** apiVersion, kind, metadata.name and metadata.namespace. */
	readonly identity: JsonObject;
	readonly hunks: readonly Hunk[];
};

export function joinProposals(proposals: readonly Proposal[]): Proposal {
	return {
		edits: proposals.flatMap(({edits}) => edits),
		notes: [...new Set(proposals.flatMap(({notes}) => notes))],
		unread: [...new Set(proposals.flatMap(({unread}) => unread))],
	};
}
