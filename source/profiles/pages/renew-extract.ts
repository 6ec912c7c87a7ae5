import type {PageExtract} from './page-extract.js';
import {takeFacts} from './take-facts.js';

/** A page as it is now; without revision and date where its place tells none. */
export type PageNow = {
	readonly revision?: string;
	/** `2026-01-31` */
	readonly date?: string;
	/** One per file of the page, in the order of `place.paths`. */
	readonly texts: readonly string[];
};

/** Reads a page where it is kept; undefined when it is there no more. */
export type PageReader = (page: PageExtract) => Promise<PageNow | undefined>;

/** The extract of the page as it is now: of another revision, or with other facts, or just the same. */
export function renewExtract(pinned: PageExtract, {revision, date, texts}: PageNow, today: string): PageExtract {
	const facts = takeFacts(pinned.takes, texts);
	if (revision !== undefined && date !== undefined) {
		return {...pinned, revision, date, facts};
	}

	// A page without revisions is as young as its facts.
	const same = JSON.stringify(facts) === JSON.stringify(pinned.facts);
	return same ? pinned : {...pinned, revision: today, date: today, facts};
}
