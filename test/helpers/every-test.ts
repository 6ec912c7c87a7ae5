import path from 'node:path';
import {describe} from 'vitest';

/**
 * The tests of several files as those of one: `npm run mutate` names them in AKSESS_TEST_FILES, with line feeds between. What a test covers is counted per file; where files share their modules, which makes faults ten times as fast to
 * try, the modules would go on counting for the first file that loaded them, and the tests of all others would cover nothing.
 */
for (const file of (process.env['AKSESS_TEST_FILES'] ?? '').split('\n').filter(name => name !== '')) {
	describe(file, async () => {
		await import(/* @vite-ignore */ path.resolve(file));
	});
}
