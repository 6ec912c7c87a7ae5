import {cpSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';
import {readWorld} from '../../source/detect/read-world.js';
import {templatesFolder} from '../../source/package-root.js';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import type {World} from '../../source/topology/world.js';
import {readWorldFolder} from './read-world.js';
import {servedBy} from './sandbox-connection.js';

/** The practice cluster `locked-down` with these files beside its own, as the clients read it, and what they asked. */
export async function readPracticeWith(
	files: Readonly<Record<string, string>>,
): Promise<{readonly world: World; readonly log: Sandbox['log']}> {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-practice-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	cpSync(templatesFolder('worlds', 'locked-down'), folder, {recursive: true});
	for (const [name, text] of Object.entries(files)) {
		writeFileSync(path.join(folder, name), text);
	}

	const sandbox = await startSandbox({folder});
	try {
		const world = await readWorld(servedBy(sandbox), {cluster: readWorldFolder(folder).cluster});
		return {world, log: sandbox.log};
	} finally {
		await sandbox.close();
	}
}
