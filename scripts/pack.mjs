// The published package is the bundle: nothing has to be installed beside it, so its manifest names no packages.
// `before` writes that manifest, `after` puts the real one back (npm calls both around packing).
import {copyFileSync, existsSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {root} from './prepare.mjs';
import {buildTypes} from './types.mjs';

const manifest = path.join(root, 'package.json');
const saved = path.join(root, 'node_modules', '.package.json.saved');

if (process.argv[2] === 'before') {
	buildTypes();
	copyFileSync(manifest, saved);
	const {
		dependencies: _dependencies,
		devDependencies: _devDependencies,
		optionalDependencies: _optionalDependencies,
		scripts: _scripts,
		...published
	} = JSON.parse(readFileSync(manifest, 'utf8'));
	writeFileSync(manifest, `${JSON.stringify(published, null, '\t')}\n`);
} else if (existsSync(saved)) {
	renameSync(saved, manifest);
}
