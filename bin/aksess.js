#!/usr/bin/env node
import module from 'node:module';

const [major] = process.versions.node.split('.');
if (Number(major) < 22) {
	process.stderr.write(
		`aksess needs Node 22 or newer; this is Node ${process.versions.node}.\n` +
			'Install a current Node (https://nodejs.org/en/download) and run the same command again.\n',
	);
	process.exitCode = 2;
} else {
	// Compiled code is kept by Node between runs: the second start takes a third of the time.
	module.enableCompileCache?.();
	await import('../dist/cli.js');
}
