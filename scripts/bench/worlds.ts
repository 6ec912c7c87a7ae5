import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {stringify} from 'yaml';
import {type Row, row} from './row.js';
import {program, timeFirstOutput} from './time-process.js';

/** Large folders, written here, from the command to its first line: nearly all of it is reading. */
export async function benchWorlds(runs: number): Promise<Row[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-bench-worlds-'));
	try {
		const yaml = path.join(folder, 'pods.yaml');
		const json = path.join(folder, 'pods.json');
		const pods = Array.from({length: 20_000}, (_, index) => pod(index));
		const documents = [policy, ...pods.slice(0, 10_000)].map(object => `---\n${stringify(object)}`);
		writeFileSync(yaml, documents.join(''));
		writeFileSync(json, JSON.stringify({apiVersion: 'v1', kind: 'List', items: [policy, ...pods]}));
		return [
			row('first line of reach, 10,000 pods as YAML documents', await firstLines(yaml, runs), 'ms', 3000),
			row('first line of reach, 20,000 pods as JSON', await firstLines(json, runs), 'ms', 2000),
		];
	} finally {
		rmSync(folder, {recursive: true});
	}
}

async function firstLines(file: string, runs: number): Promise<readonly number[]> {
	const times: number[] = [];
	for (let run = 0; run < runs; run++) {
		times.push(await timeFirstOutput([program, 'reach', '--world', file]));
	}

	return times;
}

const policy = {
	apiVersion: 'networking.k8s.io/v1',
	kind: 'NetworkPolicy',
	metadata: {name: 'deny', namespace: 'ns-1'},
	spec: {podSelector: {}},
};

function pod(index: number) {
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name: `web-${index}`, namespace: `ns-${index % 50}`, labels: {app: `app-${index % 200}`, tier: 'web'}},
		spec: {containers: [{name: 'main', image: 'nginx:1.27', ports: [{name: 'http', containerPort: 8080}]}]},
		status: {phase: 'Running', podIP: `10.1.${Math.floor(index / 250)}.${(index % 250) + 1}`},
	};
}
