import {describe, expect, test} from 'vitest';
import {releaseProblems, sectionOf} from '../../scripts/release/release-problems.mjs';

const changelog = '# Changelog\n\n## 1.2.0 (2026-03-01)\n\n- New.\n- More.\n\n## 1.1.0 (2026-01-01)\n\n- Old.\n';

const fit = {
	version: '1.2.0',
	current: '1.1.0',
	branch: 'main',
	changes: '',
	tags: ['v1.1.0'],
	changelog,
	today: '2026-03-01',
};

describe('a version', () => {
	test('is released when everything about it is in order', () => {
		expect(releaseProblems(fit)).toEqual([]);
	});

	test('that stands in the manifest already is released, too', () => {
		expect(releaseProblems({...fit, current: '1.2.0'})).toEqual([]);
	});

	test.each([
		[{version: '1.2'}, '1.2 is no version; write it as 1.2.3.'],
		[{version: 'v1.2.0'}, 'v1.2.0 is no version; write it as 1.2.3.'],
		[{current: '1.10.0'}, '1.2.0 is older than 1.10.0, which the manifest has.'],
		[{tags: ['v1.2.0']}, 'The tag v1.2.0 is there already.'],
		[{branch: 'spike'}, 'This is branch spike; releases are made on main.'],
		[{changes: ' M README.md\n'}, 'There are changes that are not committed:\n M README.md'],
		[{today: '2026-03-02'}, 'CHANGELOG.md says "## 1.2.0 (2026-03-01)"; write "## 1.2.0 (2026-03-02)".'],
		[{changelog: '# Changelog\n'}, 'CHANGELOG.md has no section "## 1.2.0 (2026-03-01)".'],
	])('is not released: %o', (change, problem) => {
		expect(releaseProblems({...fit, ...change})).toEqual([problem]);
	});
});

test('the section of a version ends where the next one begins', () => {
	expect(sectionOf('1.2.0', changelog)).toBe('- New.\n- More.');
	expect(sectionOf('1.1.0', changelog)).toBe('- Old.');
	expect(sectionOf('2.0.0', changelog)).toBeUndefined();
});
