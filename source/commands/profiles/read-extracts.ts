import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {systemReason, UserError} from '../../errors.js';
import {type PageExtract, pageExtractSchema} from '../../profiles/pages/page-extract.js';

/** The extracts in a folder by the names of their files. */
export async function readExtracts(folder: string): Promise<Readonly<Record<string, PageExtract>>> {
	const names = await readdir(folder).catch((error: unknown) => {
		throw new UserError('usage', `The folder ${JSON.stringify(folder)} cannot be read: ${systemReason(error)}.`, {
			cause: error,
			next: ['Name a folder of extracts, as `node scripts/extract-sources.mjs` writes them in a clone of aksess.'],
		});
	});
	const files = names.filter(name => name.endsWith('.json')).sort();
	if (files.length === 0) {
		throw new UserError('usage', `The folder ${JSON.stringify(folder)} holds no extract (NAME.json).`, {
			next: ['Name a folder of extracts, as `node scripts/extract-sources.mjs` writes them in a clone of aksess.'],
		});
	}

	return Object.fromEntries(
		await Promise.all(
			files.map(async name => [path.basename(name, '.json'), await readExtract(path.join(folder, name))] as const),
		),
	);
}

async function readExtract(file: string): Promise<PageExtract> {
	try {
		return pageExtractSchema.parse(JSON.parse(await readFile(file, 'utf8')));
	} catch (error) {
		const [problem] = error instanceof Error && 'issues' in error && Array.isArray(error.issues) ? error.issues : [];
		const why = problem === undefined ? systemReason(error) : `${problem.path.join('.')} ${problem.message}`;
		throw new UserError('usage', `${JSON.stringify(file)} is no extract of a page: ${why}.`, {
			cause: error,
			next: ['Make it again with `node scripts/extract-sources.mjs`.'],
		});
	}
}
