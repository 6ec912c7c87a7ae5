import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {readExtracts} from '../../source/commands/profiles/read-extracts.js';
import {readPages} from '../../source/commands/profiles/read-page.js';
import type {PageExtract} from '../../source/profiles/pages/page-extract.js';
import {renewExtract} from '../../source/profiles/pages/renew-extract.js';
import {readClones} from './read-clones.js';

/** Says that a page cannot be read from here; the others are looked at all the same. */
class Absent extends Error {}

/** Makes the extracts again; true when all that could be read are as they were, or were written. */
export async function renewExtracts(
	folder: string,
	words: readonly string[],
	say: (line: string) => void,
): Promise<boolean> {
	const {values, positionals} = parseArgs({
		args: [...words],
		options: {clones: {type: 'string'}, write: {type: 'boolean', default: false}},
		allowPositionals: true,
	});
	const today = new Date().toISOString().slice(0, 10);
	const absent = (name: string) => {
		throw new Absent(name);
	};
	const read =
		values.clones === undefined
			? readPages((address, options) => fetch(address, options))
			: readClones(values.clones, absent);
	let drifted = 0;
	for (const [name, pinned] of Object.entries(await readExtracts(folder))) {
		if (positionals.length > 0 && !positionals.includes(name)) {
			continue;
		}

		try {
			const now = await read(pinned);
			const changes = now === undefined ? ['  the page is gone'] : difference(pinned, renewExtract(pinned, now, today));
			if (changes.length === 0) {
				continue;
			}

			say(`${name}:\n${changes.join('\n')}`);
			if (values.write && now !== undefined) {
				writeFileSync(path.join(folder, `${name}.json`), spelled(renewExtract(pinned, now, today)));
			} else {
				drifted++;
			}
		} catch (error) {
			if (!(error instanceof Absent)) {
				throw error;
			}

			say(`${name}: not looked at, there is no clone of it`);
		}
	}

	// Written in one form, whoever wrote it first.
	for (const [name, extract] of Object.entries(await readExtracts(folder))) {
		const file = path.join(folder, `${name}.json`);
		if (values.write && readFileSync(file, 'utf8') !== spelled(extract)) {
			writeFileSync(file, spelled(extract));
		}
	}

	return drifted === 0;
}

function difference(pinned: PageExtract, now: PageExtract): readonly string[] {
	const [before, after] = [lines(pinned), lines(now)];
	return [
		...(pinned.revision === now.revision
			? []
			: [`  ${pinned.revision} of ${pinned.date} is now ${now.revision} of ${now.date}`]),
		...before.filter(line => !after.includes(line)).map(line => `  - ${line}`),
		...after.filter(line => !before.includes(line)).map(line => `  + ${line}`),
	];
}

function lines({facts}: PageExtract): readonly string[] {
	return Object.entries(facts).flatMap(([section, said]) =>
		said.map(fact => (section === '' ? fact : `${section}: ${fact}`)),
	);
}

function spelled(extract: PageExtract): string {
	return `${JSON.stringify(extract, null, '\t')}\n`;
}
