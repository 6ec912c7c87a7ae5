import {expect, test} from 'vitest';
import {exitCodes} from '../../source/exit-codes.js';
import {page, tableWith} from './pages.js';

test('docs/exit-codes.md lists every exit code', () => {
	const listed = tableWith(page('docs/exit-codes.md'), '| code |').map(([code]) => Number(code));
	expect(listed).toEqual(Object.values(exitCodes).toSorted((a, b) => a - b));
});
