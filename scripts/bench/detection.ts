import {request} from 'node:https';
import {performance} from 'node:perf_hooks';
import {listClusters} from '../../source/detect/list-clusters.js';
import {readWorld} from '../../source/detect/read-world.js';
import {remoteSource} from '../../source/detect/remote-source.js';
import {templatesFolder} from '../../source/package-root.js';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import {sandboxConnection} from '../../source/workflow/sandbox-connection.js';
import {median, type Row, row} from './row.js';

/** The cluster, then what its answer leads to (rules of its firewalls, address use, service tags). */
const longestChain = 2;

/** Reading `locked-down` when every answer takes 50 ms more, against the longest chain and against one by one. */
export async function benchDetection(runs: number): Promise<Row[]> {
	const sandbox = await startSandbox({folder: templatesFolder('worlds', 'locked-down'), latencyMs: 50});
	try {
		const source = remoteSource(sandboxConnection(sandbox));
		const [cluster] = await listClusters(source);
		const read = () => readWorld(source, {cluster: cluster?.id});
		await read();
		const before = sandbox.log.length;
		const times: number[] = [];
		for (let run = 0; run < runs; run++) {
			times.push(await timed(read));
		}

		const requests = sandbox.log.slice(before, before + (sandbox.log.length - before) / runs).map(entry => entry.path);
		const single: number[] = [];
		for (let run = 0; run < runs; run++) {
			single.push(await timed(() => get(sandbox, cluster?.id ?? '')));
		}

		const oneByOne = await timed(async () => {
			for (const path of requests) {
				await get(sandbox, path);
			}
		});
		const chain = median(single) * longestChain;
		return [
			row(`detection of locked-down, ${requests.length} requests, 50 ms each`, times, 'ms'),
			{
				name: `against the longest chain, ${longestChain} requests`,
				value: median(times) / chain,
				unit: 'times',
				aim: 1.3,
			},
			{name: 'faster than the same reads one by one', value: oneByOne / median(times), unit: 'x'},
		];
	} finally {
		await sandbox.close();
	}
}

async function timed(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

function get({endpoint, ca, token}: Sandbox, path: string): Promise<void> {
	return new Promise((resolve, reject) => {
		request(
			`${endpoint}${encodeURI(path)}`,
			{ca, headers: {authorization: `Bearer ${token}`}, agent: false},
			response => {
				response.resume().on('end', resolve);
			},
		)
			.on('error', reject)
			.end();
	});
}
