// Checks of which `npm test` takes a fixed sample, in full: `.ci/run` calls it. Takes some minutes.
import {spawnSync} from 'node:child_process';
import {currentNode, ensureInstalled, environment, root} from './prepare.mjs';

ensureInstalled();

const {CI: _ci, FORCE_COLOR: _colour, ...env} = environment();
const {status} = spawnSync(
	currentNode(),
	['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', 'test/apply/kill-matrix'],
	{cwd: root, stdio: 'inherit', env: {...env, AKSESS_TEST_WHOLE: 'yes'}},
);
process.exitCode = status ?? 1;
