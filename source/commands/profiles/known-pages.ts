import {citedBy} from '../../profiles/pages/cited-by.js';
import type {KnownPage} from '../../profiles/pages/outdated-rows.js';
import type {PageExtract} from '../../profiles/pages/page-extract.js';
import {renewExtract} from '../../profiles/pages/renew-extract.js';
import type {Profile} from '../../profiles/profile.js';
import {type Fetch, readPages} from './read-page.js';

/**
 * The pages as their extracts have them; with a `fetch` as they are now, of which only those are asked for that some row
 * cites. One after the other: GitHub counts questions.
 */
export async function knownPages(
	extracts: readonly PageExtract[],
	profiles: readonly Profile[],
	fetch: Fetch | undefined,
): Promise<readonly KnownPage[]> {
	if (fetch === undefined) {
		return extracts.map(extract => ({source: extract.source, extract}));
	}

	const read = readPages(fetch);
	const today = new Date().toISOString().slice(0, 10);
	const cited = new Set(profiles.flatMap(({requirements}) => requirements.flatMap(citedBy)).map(({source}) => source));
	const pages: KnownPage[] = [];
	for (const extract of extracts.filter(({source}) => cited.has(source))) {
		const now = await read(extract);
		pages.push(
			now === undefined
				? {source: extract.source, extract, gone: true}
				: {source: extract.source, extract: renewExtract(extract, now, today)},
		);
	}

	return pages;
}
