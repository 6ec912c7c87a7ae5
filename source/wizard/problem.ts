/** Something went wrong that a person can read and act on. */
export type Problem = {
	readonly message: string;
	readonly next: readonly string[];
};
