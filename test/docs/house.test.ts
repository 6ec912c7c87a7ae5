import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {page, pages, root} from './pages.js';

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

function yamlIn(folder: string): readonly string[] {
	return readdirSync(path.join(root, folder)).filter(name => /\.ya?ml$/.test(name));
}

function readYaml(folder: string, name: string) {
	return parse(readFileSync(path.join(root, folder, name), 'utf8'));
}

type Step = {readonly run?: string; readonly uses?: string};

describe('decisions', () => {
	const records = pages.filter(({name}) => /^docs\/decisions\/\d/.test(name));

	test.each(records.map(({name}) => name))('%s says context, decision and consequence, briefly', name => {
		const {text} = records.find(record => record.name === name) ?? {text: ''};
		expect([...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual([
			'Context',
			'Decision',
			'Consequence',
		]);
		expect(text.split(/\s+/).length).toBeLessThan(250);
	});

	test('name only files that are there', () => {
		const named = records.flatMap(({text}) =>
			[...text.matchAll(/`([a-z-]+\/(?:[\w./-]+)?)`/g)].map(([, file = '']) => file),
		);
		expect(named.filter(file => !['', 'source'].some(base => existsSync(path.join(root, base, file))))).toEqual([]);
		expect(named.length).toBeGreaterThan(5);
	});
});

describe('hosted workflows', () => {
	const folder = '.github/workflows';
	const jobs = yamlIn(folder).flatMap(file =>
		Object.entries<{steps: readonly Step[]}>(readYaml(folder, file).jobs).map(([name, job]) => ({
			name: `${file} ${name}`,
			job,
		})),
	);

	test.each(jobs.map(({name}) => name))('%s calls only what is there', name => {
		const steps = jobs.find(found => found.name === name)?.job.steps ?? [];
		const calls = steps.flatMap(({run = ''}) => [
			...run.matchAll(/(?:node )?((?:scripts\/|\.ci\/)\S+)|npm (?:run )?(\w+)/g),
		]);
		expect(calls.length).toBeGreaterThan(0);
		for (const [, file, script] of calls) {
			expect(file === undefined ? ['publish', ...Object.keys(manifest.scripts)] : [file]).toContain(file ?? script);
			expect(file === undefined || existsSync(path.join(root, file)), file).toBe(true);
		}
	});

	test('try every Node that the package promises, on three systems', () => {
		const {os, node} = readYaml(folder, 'check.yaml').jobs.test.strategy.matrix;
		expect(os.map((name: string) => name.split('-')[0])).toEqual(['ubuntu', 'macos', 'windows']);
		expect(Math.min(...node.map(Number))).toBe(Number(manifest.engines.node.replace('>=', '')));
	});
});

test('forms for reports ask for the version, and those about verdicts for a captured world', () => {
	const folder = '.github/ISSUE_TEMPLATE';
	const forms = yamlIn(folder).filter(name => name !== 'config.yml');
	expect(forms.toSorted()).toEqual(['failure.yaml', 'requirement.yaml', 'wrong-verdict.yaml']);
	const ids = (name: string) => readYaml(folder, name).body.flatMap(({id}: {id?: string}) => id ?? []);
	expect(ids('wrong-verdict.yaml')).toEqual(expect.arrayContaining(['world', 'version', 'truth']));
	expect(ids('failure.yaml')).toContain('version');
});

test('the manifest says where the project lives, and the pages say the same', () => {
	expect(manifest.repository.url).toBe(`git+${manifest.homepage.replace('#readme', '')}.git`);
	expect(manifest.bugs).toBe(`${manifest.homepage.replace('#readme', '')}/issues`);
	expect(page('SECURITY.md')).toContain(`${manifest.homepage.replace('#readme', '')}/security/advisories/new`);
	expect(manifest.keywords.length).toBeGreaterThan(5);
});
