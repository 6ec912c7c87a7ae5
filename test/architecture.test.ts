import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';

const source = path.resolve(import.meta.dirname, '../source');

/** Who may import whom. Read it top-down: a folder sees itself and what is listed beside it, nothing else of ours. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
	network: [],
	topology: ['network'],
	profiles: ['topology', 'network'],
	connectivity: ['profiles', 'topology', 'network'],
	routing: ['connectivity', 'profiles', 'topology', 'network'],
	controls: ['routing', 'connectivity', 'profiles', 'topology', 'network'],
	wording: ['controls', 'routing', 'connectivity', 'profiles', 'topology', 'network'],
	plan: ['wording', 'controls', 'routing', 'connectivity', 'profiles', 'topology', 'network'],
	render: ['plan', 'wording', 'controls', 'routing', 'profiles', 'topology', 'network'],
	detect: ['topology', 'network'],
	apply: ['plan', 'wording', 'controls', 'profiles', 'topology', 'network', 'detect'],
	sandbox: [],
	wizard: ['apply', 'detect', 'render', 'plan', 'wording', 'controls', 'routing', 'profiles', 'topology', 'network'],
	prompts: ['wizard', 'apply', 'detect', 'render', 'plan', 'wording', 'controls', 'profiles', 'topology', 'network'],
	'command-line': ['render', 'profiles'],
	workflow: [
		'command-line',
		'prompts',
		'sandbox',
		'apply',
		'detect',
		'render',
		'plan',
		'wording',
		'controls',
		'profiles',
		'topology',
		'network',
	],
};

/** No I/O, no clock, no randomness, no process. Packages only where they are pure themselves. */
const pure: Readonly<Record<string, readonly string[]>> = {
	network: [],
	topology: [],
	profiles: ['yaml', 'zod'],
	connectivity: [],
	routing: [],
	controls: [],
	wording: [],
	plan: ['zod'],
	render: ['yaml'],
};

/** Files that do what their folder does not, each for the reason that stands beside it. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
	// Reads profile files; everything else in the folder takes text.
	'profiles/load-profile.ts': ['node:fs/promises', 'node:path', '../package-root.js'],
	// A hash is a function of its text; nothing else of that module is used.
	'render/page/page-frame.ts': ['node:crypto'],
};

/** Everyone may fail in the same words, and everyone but the pure folders may find the templates. */
const shared = ['errors.ts'];
const sharedImpure = ['errors.ts', 'package-root.ts', 'session.ts', 'exit-codes.ts', 'make-folder.ts'];

const files = readdirSync(source, {recursive: true, encoding: 'utf8'})
	.filter(name => /\.tsx?$/.test(name))
	.map(name => name.split(path.sep).join('/'))
	.sort();

function importsOf(file: string): readonly string[] {
	const lazy = /\bimport\('([^']+)'\)/g;
	return [...importedAtOnce(file), ...[...textOf(file).matchAll(lazy)].map(([, specifier = '']) => specifier)];
}

function importedAtOnce(file: string): readonly string[] {
	const statements = /^(?:import|export)\b[^;]*?\bfrom '([^']+)'|^import '([^']+)'/gm;
	return [...textOf(file).matchAll(statements)].map(([, from, bare]) => from ?? bare ?? '');
}

function textOf(file: string): string {
	return readFileSync(path.join(source, file), 'utf8');
}

describe.each(Object.entries(mayImport))('%s', (folder, allowed) => {
	test.each(files.filter(file => file.startsWith(`${folder}/`)))('%s keeps to its layer', file => {
		for (const specifier of importsOf(file)) {
			if (exceptions[file]?.includes(specifier)) {
				continue;
			}

			if (!specifier.startsWith('.')) {
				const packages = pure[folder];
				expect(packages === undefined || packages.includes(specifier), `${file} is pure but imports ${specifier}`).toBe(
					true,
				);
				continue;
			}

			const target = path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts');
			const place = target.includes('/') ? (target.split('/')[0] ?? '') : target;
			expect(
				[folder, ...allowed, ...(folder in pure ? shared : sharedImpure)],
				`${file} imports ${specifier}`,
			).toContain(place);
		}
	});
});

describe('pure folders', () => {
	const impure = /\bprocess\.|\bDate\.now\(|\bnew Date\(\)|Math\.random\(|\bsetTimeout\(|\bfetch\(|\bconsole\./;

	test.each(files.filter(file => (file.split('/')[0] ?? '') in pure && !(file in exceptions)))(
		'%s has no clock, no randomness, no process',
		file => {
			const code = readFileSync(path.join(source, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
			expect(impure.exec(code)?.[0]).toBeUndefined();
		},
	);
});

test.each(files)('%s is one idea: at most 300 lines', file => {
	expect(readFileSync(path.join(source, file), 'utf8').split('\n').length).toBeLessThanOrEqual(301);
});

test('no files import each other in a circle', () => {
	const targets = new Map(
		files.map(file => [
			file,
			// What is loaded later may lead back: a command lists the catalog that it stands in.
			importedAtOnce(file)
				.filter(specifier => specifier.startsWith('.'))
				.map(specifier => path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, ''))
				.flatMap(target => files.filter(other => other === `${target}.ts` || other === `${target}.tsx`)),
		]),
	);
	expect(targets.get('cli.ts')).toContain('create-session.ts');
	expect(circleIn(targets)).toBeUndefined();
});

/** A way from a file back to itself, types included; undefined where there is none. */
function circleIn(targets: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
	const done = new Set<string>();
	const visit = (file: string, way: readonly string[]): readonly string[] | undefined => {
		if (way.includes(file)) {
			return [...way.slice(way.indexOf(file)), file];
		}

		if (done.has(file)) {
			return undefined;
		}

		for (const target of targets.get(file) ?? []) {
			const circle = visit(target, [...way, file]);
			if (circle !== undefined) {
				return circle;
			}
		}

		done.add(file);
		return undefined;
	};
	for (const file of targets.keys()) {
		const circle = visit(file, []);
		if (circle !== undefined) {
			return circle;
		}
	}

	return undefined;
}

test('no test replaces a module: what a test needs to change is passed in', () => {
	const tests = readdirSync(import.meta.dirname, {recursive: true, encoding: 'utf8'}).filter(name =>
		/\.tsx?$/.test(name),
	);
	const mocks = /\b(?:vi|jest)\s*\.\s*(?:mock|doMock|unmock)\s*\(/;
	expect(tests.filter(name => mocks.test(readFileSync(path.join(import.meta.dirname, name), 'utf8')))).toEqual([]);
	expect(mocks.test(['vi', "mock('node:fs')"].join('.'))).toBe(true);
});

test('no control imports another', () => {
	const foreign = files
		.filter(file => /^controls\/[^/]+\//.test(file))
		.flatMap(file => {
			const own = file.split('/')[1];
			return importsOf(file)
				.filter(specifier => specifier.startsWith('.'))
				.map(specifier => path.posix.join(path.posix.dirname(file), specifier))
				.filter(target => /^controls\/[^/]+\//.test(target) && target.split('/')[1] !== own)
				.map(target => `${file} imports ${target}`);
		});
	expect(foreign).toEqual([]);
});
