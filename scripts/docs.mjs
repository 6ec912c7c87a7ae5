// `node scripts/docs.mjs` writes what is generated under docs/: the commands, the schemas of the JSON outputs, and the ledger.
// test/docs/generated.test.ts fails where they are not current.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {root} from './prepare.mjs';

const folder = mkdtempSync(path.join(root, 'node_modules', '.docs-'));
try {
	// In a chunk of its own each, so that asking for the catalog does not load what commands load when they run.
	await build({
		absWorkingDir: root,
		entryPoints: ['scripts/docs/generated-files.ts'],
		outdir: folder,
		bundle: true,
		splitting: true,
		packages: 'external',
		platform: 'node',
		format: 'esm',
		jsx: 'automatic',
		outExtension: {'.js': '.mjs'},
		logLevel: 'warning',
	});
	const {generatedFiles} = await import(pathToFileURL(path.join(folder, 'generated-files.mjs')).href);
	for (const [name, text] of Object.entries(generatedFiles(root))) {
		const file = path.join(root, 'docs', name);
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(file, text);
		process.stdout.write(`${path.relative(root, file)}\n`);
	}
} finally {
	rmSync(folder, {recursive: true, force: true});
}
