export type ReleaseState = {
	readonly version: string;
	/** What the manifest has now. */
	readonly current: string;
	readonly branch: string;
	/** As `git status --porcelain` prints them. */
	readonly changes: string;
	readonly tags: readonly string[];
	readonly changelog: string;
	/** 2026-01-31 */
	readonly today: string;
};

export function releaseProblems(state: ReleaseState): readonly string[];

export function sectionOf(version: string, changelog: string): string | undefined;
