/** What a private cluster means for a caller or for the whole workload. */
export type PrivateClusterGrounds =
	| {readonly kind: 'public'}
	/** The workload supports only clusters with a public API server. */
	| {readonly kind: 'unsupported'}
	/** A private address: whether it has a way to the private endpoint is not known. */
	| {readonly kind: 'private-caller'; readonly name: string | undefined}
	/** A public address, from which no way leads to the private endpoint; `some` of several callers. */
	| {readonly kind: 'no-way'; readonly some: boolean}
	| {readonly kind: 'cluster-unread'; readonly reason: string | undefined};
