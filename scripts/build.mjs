// One bundle with lazily loaded parts: a command loads only what it needs, and start-up reads few files.
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
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

/** The shipped profiles, read and examined now, so that no command has to load a parser for them. */
const withCompiledProfiles = {
	name: 'with-compiled-profiles',
	setup(esbuild) {
		esbuild.onLoad({filter: /[\\/]source[\\/]profiles[\\/]compiled-profiles\.ts$/}, async () => ({
			contents: `export const compiledProfiles = JSON.parse(${JSON.stringify(JSON.stringify(await compileProfiles()))});`,
		}));
	},
};

const common = {
	absWorkingDir: root,
	bundle: true,
	platform: 'node',
	format: 'esm',
	target: 'node22',
	// Some packages inside the bundle are CommonJS and ask for Node's own modules with require.
	banner: {
		js: "import {createRequire as bundleRequire} from 'node:module';const require=bundleRequire(import.meta.url);",
	},
};

const {metafile} = await build({
	...common,
	entryPoints: ['source/cli.ts', 'source/core.ts'],
	outdir,
	splitting: true,
	jsx: 'automatic',
	minifyWhitespace: true,
	minifySyntax: true,
	legalComments: 'none',
	metafile: true,
	logLevel: 'warning',
	chunkNames: 'chunks/[name]-[hash]',
	define: {'process.env.NODE_ENV': '"production"'},
	plugins: [withoutDevtools, withCompiledProfiles],
});

writeFileSync(path.join(outdir, 'THIRD-PARTY-LICENSES'), licences(Object.keys(metafile.inputs)));
replaceFolder(dist, outdir);

/** By the program's own parser, which is bundled for that and taken away again. */
async function compileProfiles() {
	const parser = path.join(outdir, 'lint-profile.mjs');
	mkdirSync(outdir, {recursive: true});
	await build({...common, entryPoints: ['source/profiles/lint-profile.ts'], outfile: parser, logLevel: 'warning'});
	const {examineProfile} = await import(pathToFileURL(parser).href);
	rmSync(parser);
	const folder = path.join(root, 'templates', 'profiles');
	const files = readdirSync(folder).filter(name => name.endsWith('.yaml'));
	return Object.fromEntries(
		files.toSorted().map(file => {
			const {profile, problems} = examineProfile(readFileSync(path.join(folder, file), 'utf8'), file);
			if (profile === undefined) {
				throw new Error(problems.map(({line, message}) => `${file}:${line} ${message}`).join('\n'));
			}

			return [path.basename(file, '.yaml'), profile];
		}),
	);
}

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
