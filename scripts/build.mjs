// One bundle with lazily loaded parts: a command loads only what it needs, and start-up reads few files.
import {existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
// Built beside and moved when it is whole: a failed build leaves the last good one in place.
const outdir = path.join(root, `dist.${process.pid}`);

/** Ink asks for React's developer tools only when DEV is set; the package is not installed, so an empty one stands in. */
const withoutDevtools = {
	name: 'without-devtools',
	setup(esbuild) {
		esbuild.onResolve({filter: /^react-devtools-core$/}, () => ({path: 'react-devtools-core', namespace: 'empty'}));
		esbuild.onLoad({filter: /.*/, namespace: 'empty'}, () => ({
			contents: 'export default {initialize() {}, connectToDevTools() {}};',
		}));
	},
};

const {metafile} = await build({
	absWorkingDir: root,
	entryPoints: ['source/cli.ts', 'source/core.ts'],
	outdir,
	bundle: true,
	splitting: true,
	platform: 'node',
	format: 'esm',
	target: 'node22',
	jsx: 'automatic',
	minifyWhitespace: true,
	minifySyntax: true,
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
	chunkNames: 'chunks/[name]-[hash]',
	define: {'process.env.NODE_ENV': '"production"'},
	// Some packages inside the bundle are CommonJS and ask for Node's own modules with require.
	banner: {
		js: "import {createRequire as bundleRequire} from 'node:module';const require=bundleRequire(import.meta.url);",
	},
	plugins: [withoutDevtools],
});

writeFileSync(path.join(outdir, 'THIRD-PARTY-LICENSES'), licences(Object.keys(metafile.inputs)));
replaceFolder(dist, outdir);

/** Moved aside and in, so that there is nearly always one. Whoever builds at the same time made the same. */
function replaceFolder(folder, replacement) {
	const old = `${replacement}.old`;
	try {
		if (existsSync(folder)) {
			renameSync(folder, old);
		}

		renameSync(replacement, folder);
	} catch (error) {
		if (!existsSync(folder)) {
			throw error;
		}

		rmSync(replacement, {recursive: true, force: true});
	}

	rmSync(old, {recursive: true, force: true});
}

/** The licences of everything that went into the bundle, as they ask to be passed on. */
function licences(inputs) {
	const packages = new Set();
	for (const input of inputs) {
		const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
		if (name !== undefined) {
			packages.add(path.join(root, input.slice(0, input.lastIndexOf(`node_modules/${name}`)), 'node_modules', name));
		}
	}

	return [...packages]
		.toSorted()
		.map(folder => {
			const manifestFile = path.join(folder, 'package.json');
			const manifest = existsSync(manifestFile) ? JSON.parse(readFileSync(manifestFile, 'utf8')) : {};
			const file = readdirSync(folder).find(name => /^licen[cs]e/i.test(name));
			const text = file === undefined ? '' : readFileSync(path.join(folder, file), 'utf8').trim();
			return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${text}\n`;
		})
		.join(`\n${'-'.repeat(80)}\n\n`);
}
