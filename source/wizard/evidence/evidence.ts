/** A question about the network, answered from what was read. */
export type Evidence = {
	/** A few words: `afw-hub (Premium, policy afwp-hub)`. */
	readonly answer: string;
	/** Whether it was read, is not there, or may not be read by us. */
	readonly certainty: 'known' | 'absent' | 'denied';
	/** What was read that says so, one sentence each. */
	readonly sentences: readonly string[];
};
