// What every script needs first: the packages, a current Node and the built program. Plain JavaScript for Node 20,
// because it runs before anything is installed.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const modules = path.join(root, 'node_modules');

/**
 * Installs exactly what the lock file says, unless that is there already.
 *
 * @param {'everything' | 'program'} what only what it takes to build and run the program, or what checks it, too
 */
export function ensureInstalled(what = 'everything') {
	const wanted = createHash('sha256')
		.update(readFileSync(path.join(root, 'package-lock.json')))
		.digest('hex');
	const stamp = path.join(modules, '.aksess-lock');
	const [installed, scope] = existsSync(stamp) ? readFileSync(stamp, 'utf8').split(' ') : [];
	if (installed === wanted && (scope === what || scope === 'everything')) {
		return;
	}

	process.stderr.write(
		`Installing packages (once${what === 'program' ? '; those for tests come with npm test' : ''})…\n`,
	);
	// `npm` itself tells where it is; without it (node scripts/…) the one on the PATH is used.
	const npm = process.env.npm_execpath;
	const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
	// Install scripts are not needed: every native package here brings its binary as a package of its own.
	const options = ['--ignore-scripts', '--no-audit', '--no-fund', ...(what === 'program' ? ['--omit=dev'] : [])];
	run(command, [...first, 'ci', ...options], {stdio: ['ignore', 2, 2]});
	for (const name of readdirSync(modules).filter(name => /^node-\w+-\w+$/.test(name))) {
		// Headers for native add-ons: a third of the package, and nothing is compiled here.
		rmSync(path.join(modules, name, 'include'), {recursive: true, force: true});
	}

	if (what === 'program') {
		removeMaps();
	}

	writeFileSync(stamp, `${wanted} ${what}`);
}

/** Source maps of packages: nobody steps through them who only wants to start, and they are a sixth of all. */
function removeMaps() {
	for (const name of readdirSync(modules, {recursive: true, encoding: 'utf8'})) {
		if (/\.(?:[cm]?js|[cm]?ts)\.map$/.test(name)) {
			rmSync(path.join(modules, name), {force: true});
		}
	}
}

/** The Node that our scripts run on: the newest of the platform package, or this one where there is none. */
export function currentNode() {
	const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const file = path.join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (existsSync(file)) {
		return file;
	}

	if (Number(process.versions.node.split('.')[0]) < 22) {
		throw new Error(`Node ${process.versions.node} is too old and ${name} is not available: install Node 22 or newer.`);
	}

	return process.execPath;
}

/** Builds dist/ when a source file is another than at the last build. */
export function ensureBuilt() {
	const wanted = fingerprint(['source', 'templates/profiles', 'scripts/build.mjs', 'package.json', 'tsconfig.json']);
	const stamp = path.join(root, 'dist', '.stamp');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
		return;
	}

	process.stderr.write('Building…\n');
	run(currentNode(), [path.join(root, 'scripts/build.mjs')], {stdio: ['ignore', 2, 2]});
	mkdirSync(path.dirname(stamp), {recursive: true});
	writeFileSync(stamp, wanted);
}

/** A child's environment in which `node` and the packages' programs are ours. */
export function environment(extra = {}) {
	const paths = [path.dirname(currentNode()), path.join(modules, '.bin'), process.env.PATH ?? ''];
	return {...process.env, PATH: paths.join(path.delimiter), ...extra};
}

export function run(command, args, options = {}) {
	const {status, error, signal} = spawnSync(command, args, {cwd: root, stdio: 'inherit', ...options});
	if (error !== undefined) {
		throw error;
	}

	if (status !== 0) {
		throw new Error(`${path.basename(command)} ${args.join(' ')} ended with ${signal ?? `exit code ${status}`}.`);
	}
}

/** By content, not by time: a checkout or a packing touches files without changing them. */
function fingerprint(places) {
	const hash = createHash('sha256');
	for (const place of places) {
		const full = path.join(root, place);
		const files = statSync(full).isDirectory()
			? readdirSync(full, {recursive: true, encoding: 'utf8'})
					.toSorted()
					.map(name => path.join(full, name))
					.filter(file => statSync(file).isFile())
			: [full];
		for (const file of files) {
			hash.update(`${path.relative(root, file)}\n`).update(readFileSync(file));
		}
	}

	return hash.digest('hex');
}
