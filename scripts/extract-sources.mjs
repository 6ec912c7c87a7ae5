// `node scripts/extract-sources.mjs [NAME …]` reads the pages that profiles cite and compares them with templates/extracts:
// what has changed is printed, and the exit code is 1. `--write` writes it down, so that the upkeep is a diff; the rows of the
// profiles then follow by hand (`aksess profiles outdated` names them). Pages come from GitHub and their vendors, or from
// `--clones FOLDER` with repositories as OWNER/NAME. Nothing else calls this, and it sends nothing but the questions.
import {mkdtempSync, rmSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {root} from './prepare.mjs';

const folder = mkdtempSync(path.join(root, 'node_modules', '.extracts-'));
try {
	await build({
		absWorkingDir: root,
		entryPoints: ['scripts/extracts/renew-extracts.ts'],
		outdir: folder,
		bundle: true,
		packages: 'external',
		platform: 'node',
		format: 'esm',
		outExtension: {'.js': '.mjs'},
		logLevel: 'warning',
	});
	const {renewExtracts} = await import(pathToFileURL(path.join(folder, 'renew-extracts.mjs')).href);
	const same = await renewExtracts(path.join(root, 'templates', 'extracts'), process.argv.slice(2), console.log);
	process.exitCode = same ? 0 : 1;
} finally {
	rmSync(folder, {recursive: true, force: true});
}
