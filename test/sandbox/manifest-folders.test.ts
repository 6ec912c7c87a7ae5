import {mkdirSync, mkdtempSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {UserError} from '../../source/errors.js';
import {loadWorld} from '../../source/sandbox/world/load-world.js';
import {readFolder} from '../../source/sandbox/world/read-folder.js';
import {type Render, renderSources} from '../../source/sandbox/world/render-sources.js';

const pod = (name: string, more = '') => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}${more}}\n`;

function folderOf(files: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-manifests-'));
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text);
	}

	return folder;
}

function refusal(action: () => unknown): string {
	try {
		action();
	} catch (error) {
		if (error instanceof UserError) {
			return error.message;
		}

		throw error;
	}

	throw new Error('was accepted');
}

describe('a folder of manifests', () => {
	test('is read with the folders in it, but not with hidden ones and modules', () => {
		const folder = folderOf({
			'a.yaml': pod('a'),
			'deep/er/b.yml': pod('b'),
			'.git/c.yaml': pod('c'),
			'node_modules/d/d.yaml': pod('d'),
		});
		expect(Object.keys(readFolder(folder))).toEqual(['a.yaml', 'deep/er/b.yml']);
	});

	test('is refused where folders lie too deep, and where a link leads out of one of them', () => {
		expect(refusal(() => readFolder(folderOf({[`${'x/'.repeat(14)}a.yaml`]: pod('a')})))).toContain('12 folders deep');
		const folder = folderOf({'a.yaml': pod('a'), 'in/b.yaml': pod('b')});
		symlinkSync(path.join(folderOf({'s.yaml': 'a: 1'}), 's.yaml'), path.join(folder, 'in', 's.yaml'));
		expect(refusal(() => readFolder(folder))).toContain('link to a file outside');
	});

	test('passes over foreign documents and says where they are', () => {
		const {objects, notes} = loadWorld({
			'a.yaml': `${pod('a')}---\nreplicas: 2\nimage: x\n`,
			'kubeconfig.yaml': 'apiVersion: v1\nkind: Config\nclusters: []\n',
			'values.yaml': 'values:\n- a\n- b\n',
		});
		expect(objects.size).toBe(1);
		expect(notes.passedOver).toEqual([
			'a.yaml:5 (has replicas, image)',
			'kubeconfig.yaml:1 (a Config)',
			'values.yaml:1 (has values)',
		]);
	});

	test('takes the later of two objects and says so, unless they are the same', () => {
		const {objects, notes} = loadWorld({
			'a.yaml': pod('web', ', labels: {v: one}'),
			'b.yaml': `${pod('web', ', labels: {v: two}')}---\n${pod('api')}`,
			'c.yaml': pod('api'),
		});
		expect([...objects.values()].map(({metadata}) => metadata)).toEqual([
			{name: 'web', labels: {v: 'two'}},
			{name: 'api'},
		]);
		expect(notes.always).toEqual(['Pod web is there twice, at a.yaml:1 and at b.yaml:1; the later one counts.']);
	});

	test('names objects with generateName, each by another name', () => {
		const job = 'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: load-, namespace: x}\n';
		const names = [...loadWorld({'a.yaml': `${job}---\n${job}`}).objects.keys()];
		expect(names).toEqual(['batch/jobs/x/load-00001', 'batch/jobs/x/load-00002']);
	});

	test.each([
		['yes', 'boolean true'],
		['1.0', 'number 1'],
	])('refuses a label %s, as the API server does', (value, words) => {
		expect(refusal(() => loadWorld({'a.yaml': pod('a', `, labels: {v: ${value}}`)}))).toBe(
			`a.yaml:1: metadata.labels gives "v" the ${words}; the API server takes text only.`,
		);
	});

	test('goes on without what is broken when it is told to, and says what is missing', () => {
		const files = {'a.yaml': `${pod('a')}---\nkind: [\n---\n${pod('b')}`, 'c.json': '{"x": '};
		expect(refusal(() => loadWorld(files))).toContain('a.yaml:6:1 is not valid YAML');
		const {objects, notes} = loadWorld(files, {keepGoing: true});
		expect([...objects.keys()]).toEqual(['/pods/default/a', '/pods/default/b']);
		expect(notes.always).toEqual([
			expect.stringMatching(/^Missing from the answer: a\.yaml:6\. a\.yaml:6:1 is not valid YAML/),
			expect.stringMatching(/^Missing from the answer: c\.json\. c\.json:1:7 is not valid JSON/),
		]);
	});
});

describe('recipes', () => {
	const base = {
		'base/kustomization.yaml': 'resources: [web.yaml]\n',
		'base/web.yaml': pod('web'),
		'over/kustomization.yaml': 'kind: Kustomization\nresources: [../base]\npatches: [{path: patch.yaml}]\n',
		'over/patch.yaml': pod('web'),
		'other.yaml': pod('other'),
	};
	const fake =
		(answer: Awaited<ReturnType<Render>>, calls: string[] = []): Render =>
		async (program, parameters, folder) => {
			calls.push([program, ...parameters, folder].join(' '));
			return answer;
		};

	test('a kustomization is built where nothing builds on it, and what it uses is not read twice', async () => {
		const calls: string[] = [];
		const {files, notes} = await renderSources(base, fake({ok: true, text: pod('dev-web')}, calls));
		expect(calls).toEqual(['kubectl kustomize . over']);
		expect(Object.keys(files)).toEqual(['other.yaml', 'over/(kustomize build).yaml']);
		expect(notes).toEqual([]);
	});

	test('a kustomization that cannot be built is named, and its files are read without its patches', async () => {
		const {files, notes} = await renderSources(base, fake({ok: false, reason: 'kubectl is not on this machine'}));
		expect(Object.keys(files)).toEqual(['base/web.yaml', 'other.yaml']);
		expect(notes).toEqual([
			expect.stringContaining('over/kustomization.yaml was not built (kubectl is not on this machine)'),
		]);
	});

	test.each(['https://example.com/x', 'github.com/owner/repo?ref=v1', '../../outside'])(
		'nothing outside of the folder is fetched: %s',
		async resource => {
			const calls: string[] = [];
			const {notes} = await renderSources(
				{'a/kustomization.yaml': `resources: ["${resource}", b.yaml]\n`, 'a/b.yaml': pod('b')},
				fake({ok: true, text: ''}, calls),
			);
			expect(calls).toEqual([]);
			expect(notes.join()).toContain(`it names ${resource}, outside of the folder`);
		},
	);

	test('a chart is rendered, and its templates are never taken for manifests', async () => {
		const chart = {
			'c/Chart.yaml': 'apiVersion: v2\nname: Shop\nversion: 1.0.0\n',
			'c/values.yaml': 'a: 1\n',
			'c/templates/web.yaml': 'kind: {{ .Values.kind }}\n',
			'c/charts/sub/Chart.yaml': 'apiVersion: v2\nname: sub\nversion: 1.0.0\n',
		};
		const calls: string[] = [];
		const rendered = await renderSources(chart, fake({ok: true, text: pod('shop')}, calls));
		expect([calls, Object.keys(rendered.files)]).toEqual([['helm template shop . c'], ['c/(helm template).yaml']]);
		const named = await renderSources(chart, fake({ok: false, reason: 'helm is not on this machine'}));
		expect(named.files).toEqual({});
		expect(named.notes).toEqual([expect.stringContaining('render it with `helm template c > rendered.yaml`')]);
	});
});
