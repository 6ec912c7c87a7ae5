import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Every temporary folder of a run of the tests lies in one, and goes with it: also what a killed process left behind. */
export function setup(): () => void {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'aksess-tests-'));
	for (const name of ['TMPDIR', 'TMP', 'TEMP']) {
		process.env[name] = folder;
	}

	return () => rmSync(folder, {recursive: true, force: true});
}
