import type {Cited, Profile, Requirement} from '../profile.js';
import {citedBy} from './cited-by.js';
import type {PageExtract} from './page-extract.js';
import {isHeld, unstated} from './stated-facts.js';

/** A page as it is known now; `gone` where its place holds none any more. */
export type KnownPage = {readonly source: string; readonly extract: PageExtract; readonly gone?: true};

/** A page of which some row cites another revision than the one that is known. */
export type OutdatedPage = {
	readonly source: string;
	/** What is known now; without it the page is gone. */
	readonly now?: {readonly revision: string; readonly date: string};
	/** Facts that stand there now and did not in the shipped extract. */
	readonly added: readonly string[];
	readonly rows: readonly OutdatedRow[];
};

export type OutdatedRow = {
	readonly profile: string;
	readonly row: string;
	readonly revision?: string;
	readonly date: string;
	/** What the row asks for and its pages say no more. */
	readonly gone: readonly string[];
	/** All that the row asks for stands on its pages; of what was inferred from them only a person can tell. */
	readonly stands: 'yes' | 'no' | 'to be read';
};

export type UncomparedRow = {
	readonly profile: string;
	readonly row: string;
	readonly source: string;
	readonly why: 'retired' | 'no extract';
};

/** @param unmentioned rows of which nothing can be said: of retired profiles, and of pages without an extract */
export type Outdated = {
	readonly compared: number;
	readonly pages: readonly OutdatedPage[];
	readonly unmentioned: readonly UncomparedRow[];
};

type Citation = {readonly profile: string; readonly requirement: Requirement; readonly cited: Cited};

/**
 * Which rows cite another revision than the pages have now, and what of them still stands there.
 * @param shipped what the pages said when our rows were looked at last, to tell what is new
 */
export function outdatedRows(
	profiles: readonly Profile[],
	pages: readonly KnownPage[],
	shipped: readonly PageExtract[],
): Outdated {
	const known = new Map(pages.map(page => [page.source, page]));
	const before = new Map(shipped.map(extract => [extract.source, extract]));
	const unmentioned: UncomparedRow[] = [];
	const bySource = new Map<string, Citation[]>();
	let compared = 0;
	for (const {name: profile, requirements, status} of profiles) {
		for (const requirement of requirements) {
			const {id: row, confidence} = requirement;
			for (const cited of uniquePages(citedBy(requirement))) {
				const {source} = cited;
				if (status.state === 'retired' || confidence === 'retired' || !known.has(source)) {
					const why = known.has(source) || status.state === 'retired' ? 'retired' : 'no extract';
					unmentioned.push({profile, row, source, why});
				} else {
					compared++;
					bySource.set(source, [...(bySource.get(source) ?? []), {profile, requirement, cited}]);
				}
			}
		}
	}

	return {
		compared,
		pages: [...bySource].flatMap(([source, citations]) => {
			const page = known.get(source);
			const outdated = page === undefined ? undefined : outdatedPage(page, citations, known, before);
			return outdated === undefined ? [] : [outdated];
		}),
		unmentioned,
	};
}

function outdatedPage(
	{source, extract, gone}: KnownPage,
	citations: readonly Citation[],
	known: ReadonlyMap<string, KnownPage>,
	shipped: ReadonlyMap<string, PageExtract>,
): OutdatedPage | undefined {
	const rows = citations
		.filter(({cited}) => gone === true || cited.revision !== extract.revision)
		.map(({profile, requirement, cited: {revision, date}}) => ({
			profile,
			row: requirement.id,
			...(revision === undefined ? {} : {revision}),
			date,
			...stateOf(requirement, known, shipped),
		}));
	if (rows.length === 0) {
		return undefined;
	}

	const before = shipped.get(source);
	const told = new Set(before === undefined ? [] : factsOf(before));
	const added = gone === true || before === undefined ? [] : factsOf(extract).filter(fact => !told.has(fact));
	const {revision, date} = extract;
	return {source, ...(gone === true ? {} : {now: {revision, date}}), added, rows};
}

function stateOf(
	requirement: Requirement,
	known: ReadonlyMap<string, KnownPage>,
	shipped: ReadonlyMap<string, PageExtract>,
): Pick<OutdatedRow, 'gone' | 'stands'> {
	const missing = unstated(requirement, standing(requirement, known));
	if (isHeld(requirement)) {
		return {gone: missing, stands: missing.length === 0 ? 'yes' : 'no'};
	}

	// It need not have stood there; what did, and does no more, is gone all the same.
	const pages = citedBy(requirement).flatMap(({source}) => shipped.get(source) ?? []);
	const unsaid = unstated(requirement, pages);
	const gone = missing.filter(fact => !unsaid.includes(fact));
	return {gone, stands: gone.length === 0 ? 'to be read' : 'no'};
}

/** The pages of a row that are still there; one that is gone says nothing. */
function standing(requirement: Requirement, known: ReadonlyMap<string, KnownPage>): readonly PageExtract[] {
	return uniquePages(citedBy(requirement)).flatMap(({source}) => {
		const page = known.get(source);
		return page === undefined || page.gone === true ? [] : [page.extract];
	});
}

/** A page that a row cites in two revisions, one for what was and one for what is, counts in the younger one. */
function uniquePages(cited: readonly Cited[]): readonly Cited[] {
	const youngest = new Map<string, Cited>();
	for (const page of cited) {
		const other = youngest.get(page.source);
		if (other === undefined || other.date < page.date) {
			youngest.set(page.source, page);
		}
	}

	return [...youngest.values()];
}

function factsOf({facts}: PageExtract): readonly string[] {
	return Object.entries(facts).flatMap(([section, said]) =>
		said.map(fact => (section === 'names' || section === 'ports' ? fact : `${section}: ${fact}`)),
	);
}
