// The types of `aksess/core`, beside the bundle: what its entry names, and nothing that would need a package.
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {currentNode, ensureBuilt, ensureInstalled, root, run} from './prepare.mjs';

const types = path.join(root, 'dist', 'types');

/** Writes dist/types/. Fails where the entry's types lead to a package, which whoever uses them would have to install. */
export function buildTypes() {
	ensureInstalled();
	ensureBuilt();
	rmSync(types, {recursive: true, force: true});
	const work = mkdtempSync(path.join(root, 'node_modules', '.types-'));
	try {
		const config = path.join(work, 'tsconfig.json');
		writeFileSync(
			config,
			JSON.stringify({
				extends: path.join(root, 'tsconfig.json'),
				compilerOptions: {
					noEmit: false,
					declaration: true,
					emitDeclarationOnly: true,
					rootDir: path.join(root, 'source'),
					outDir: types,
				},
				include: [],
				files: [path.join(root, 'source', 'core.ts')],
			}),
		);
		run(currentNode(), [path.join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', config]);
	} finally {
		rmSync(work, {recursive: true, force: true});
	}

	const needed = reachableFrom('core.d.ts');
	for (const file of readdirSync(types, {recursive: true, encoding: 'utf8'})) {
		if (file.endsWith('.d.ts') && !needed.has(file.split(path.sep).join('/'))) {
			rmSync(path.join(types, file));
		}
	}
}

function reachableFrom(entry) {
	const found = new Set();
	const visit = file => {
		if (found.has(file)) {
			return;
		}

		found.add(file);
		const text = readFileSync(path.join(types, file), 'utf8');
		for (const [, specifier = ''] of text.matchAll(/\b(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) {
			if (!specifier.startsWith('.')) {
				throw new Error(`The types of aksess/core lead to the package ${specifier}, in ${file}.`);
			}

			visit(path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.d.ts'));
		}
	};
	visit(entry);
	return found;
}

if (process.argv[1] === import.meta.filename) {
	buildTypes();
}
