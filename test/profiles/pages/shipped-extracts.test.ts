import {describe, expect, test} from 'vitest';
import {readExtracts} from '../../../source/commands/profiles/read-extracts.js';
import {templatesFolder} from '../../../source/package-root.js';
import {listProfiles} from '../../../source/profiles/load-profile.js';
import {isHeld, unstated} from '../../../source/profiles/pages/stated-facts.js';

const extracts = Object.values(await readExtracts(templatesFolder('extracts')));
const bySource = new Map(extracts.map(extract => [extract.source, extract]));
const profiles = await listProfiles();

describe.each(profiles.map(profile => [profile.name, profile] as const))('%s', (_, {requirements, status}) => {
	test('cites page, revision and date in every row', () => {
		for (const {id, source, revision, date, also = []} of requirements) {
			for (const cited of [{source, revision, date}, ...also]) {
				expect(cited, id).toEqual({
					source: expect.stringMatching(/\S{3}/),
					revision: expect.stringMatching(/\S/),
					date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
				});
			}
		}
	});

	test('asks for nothing that its pages do not say', () => {
		const missing = requirements.filter(isHeld).map(row => [
			row.id,
			unstated(
				row,
				[row, ...(row.also ?? [])].flatMap(({source}) => bySource.get(source) ?? []),
			),
		]);
		const held = status.state === 'retired' ? [] : missing;
		expect(held.filter(([, what]) => what?.length !== 0)).toEqual([]);
	});
});

test('every extract holds facts, and some row cites it in this revision', () => {
	const rows = profiles.flatMap(({requirements}) => requirements.flatMap(row => [row, ...(row.also ?? [])]));
	const cited = new Set(rows.map(({source, revision, date}) => `${source} ${revision} ${date}`));
	for (const {source, revision, date, facts} of extracts) {
		expect(Object.values(facts).flat().length, source).toBeGreaterThan(0);
		expect(cited, source).toContain(`${source} ${revision} ${date}`);
	}
});

test('no two extracts are of one page', () => {
	expect(bySource.size).toBe(extracts.length);
});
