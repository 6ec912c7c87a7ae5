import {z} from 'zod';
import {date, namePattern, sentence, word} from '../field-schemas.js';

/** What is taken out of a page: rows of its tables, names below the given patterns, or numbers of ports. */
const takeSchema = z.discriminatedUnion('kind', [
	z.strictObject({kind: z.literal('tables')}),
	z.strictObject({kind: z.literal('names'), within: z.array(namePattern).min(1)}),
	z.strictObject({kind: z.literal('ports')}),
]);

/** Where a page is kept: files of a repository on GitHub, or an address. */
const placeSchema = z.union([
	z.strictObject({
		repository: z
			.string()
			.regex(/^[A-Za-z0-9-]+\/[A-Za-z0-9._-]+$/, 'is no repository, like MicrosoftDocs/azure-docs.'),
		/** Where its default branch is not meant. */
		branch: word.optional(),
		/** One page in one file or in several; the youngest of their last commits is the revision. */
		paths: z.array(sentence).min(1),
	}),
	z.strictObject({url: z.url({protocol: /^https$/})}),
]);

/** The facts of a page as they were at one revision, by the headings that they stand under; no sentence of the page. */
export const pageExtractSchema = z.strictObject({
	/** As rows of profiles write it in `source`. */
	source: sentence,
	place: placeSchema,
	takes: z.array(takeSchema).min(1),
	/** The commit, 8 digits; of a page without commits the date that it bears, or that of the reading. */
	revision: word,
	date,
	/** `tcp 443 mcr.microsoft.com`, `mcr.microsoft.com` where no port is written beside it, or `port 8081`. */
	facts: z.record(z.string().max(400), z.array(sentence)),
});

export type PageExtract = z.infer<typeof pageExtractSchema>;

export type Take = z.infer<typeof takeSchema>;
