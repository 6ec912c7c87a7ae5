#!/usr/bin/env node
import {spawn} from 'node:child_process';
import module, {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';

const [major] = process.versions.node.split('.');
if (Number(major) >= 22) {
	// Compiled code is kept by Node between runs: the second start takes a third of the time.
	module.enableCompileCache?.();
	await import('../dist/cli.js');
} else {
	const node = packagedNode();
	if (node === undefined) {
		process.stderr.write(
			`aksess needs Node 22 or newer; this is Node ${process.versions.node}.\n` +
				'Install a current Node (https://nodejs.org/en/download) and run the same command again.\n',
		);
		process.exitCode = 2;
	} else {
		runOn(node);
	}
}

/** The Node that came as a package; not every platform has one. */
function packagedNode() {
	const platform = process.platform === 'win32' ? 'win' : process.platform;
	const name = process.platform === 'win32' ? 'node.exe' : 'node';
	try {
		return createRequire(import.meta.url).resolve(`node-${platform}-${process.arch}/bin/${name}`);
	} catch {
		return undefined;
	}
}

/** The terminal sends its signals to both; those that come to this process alone are handed on. */
function runOn(node) {
	const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {stdio: 'inherit'});
	process.on('SIGINT', () => {});
	for (const signal of ['SIGTERM', 'SIGHUP']) {
		process.on(signal, () => child.kill(signal));
	}

	child.on('exit', (code, signal) => {
		if (signal === null) {
			process.exitCode = code ?? 1;
		} else {
			process.removeAllListeners(signal);
			process.kill(process.pid, signal);
		}
	});
}
