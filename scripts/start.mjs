// `npm start`: the wizard on the practice cluster; `npm start -- ARGS`: aksess ARGS. Ends with aksess's exit code.
import {spawn} from 'node:child_process';
import path from 'node:path';
import {currentNode, ensureBuilt, ensureInstalled, root} from './prepare.mjs';

ensureInstalled('program');
ensureBuilt();

const given = process.argv.slice(2);
const args = given.length === 0 ? ['--sandbox', 'locked-down'] : given;
const child = spawn(currentNode(), [path.join(root, 'bin/aksess.js'), ...args], {stdio: 'inherit'});
// The terminal sends Ctrl-C to both; the child decides what it means, and this process only waits.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
	process.on(signal, () => {
		if (signal !== 'SIGINT') {
			child.kill(signal);
		}
	});
}

child.on('close', (code, signal) => {
	process.exitCode = signal === null ? (code ?? 1) : 1;
});
