// `npm run bench [-- --quick] [-- NAME …]`: medians with spread, each against its aim, all in one run.
import path from 'node:path';
import {currentNode, ensureBuilt, ensureInstalled, environment, root, run} from './prepare.mjs';

ensureInstalled();
ensureBuilt();

const {build} = await import('esbuild');
const outfile = path.join(root, 'node_modules', '.aksess-bench', 'bench.mjs');
await build({
	absWorkingDir: root,
	entryPoints: ['scripts/bench/bench.ts'],
	outfile,
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node22',
	jsx: 'automatic',
	packages: 'external',
	logLevel: 'warning',
});
const {CI: _ci, ...env} = environment({NODE_ENV: 'production'});
run(currentNode(), ['--expose-gc', outfile, ...process.argv.slice(2)], {env});
