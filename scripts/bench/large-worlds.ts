import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {largeSize, smallSize, type WorldSize, writeWorld} from './large-world.js';
import {type Measured, measureProcess} from './measure-process.js';
import {median, type Row, row} from './row.js';
import {program} from './time-process.js';

/** Whole processes on worlds where much is large, and how what they take grows with each thing that there can be much of. */
export async function benchLargeWorlds(runs: number): Promise<Row[]> {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-bench-large-'));
	try {
		const ask = async (size: WorldSize, verb: string, ...more: readonly string[]): Promise<readonly Measured[]> => {
			const world = mkdtempSync(path.join(folder, 'world-'));
			const args = [program, verb, ...writeWorld(world, size), ...more];
			const all: Measured[] = [];
			for (let run = 0; run < runs; run++) {
				all.push(await measureProcess(args));
			}

			rmSync(world, {recursive: true});
			return all;
		};
		// Once, so that compiled code is kept as it is for everybody after the first start.
		await ask(smallSize, 'plan');
		return [...(await largeAtOnce(ask)), ...(await largeInOne(ask)), ...(await outputs(ask)), ...(await growth(ask))];
	} finally {
		rmSync(folder, {recursive: true});
	}
}

type Ask = (size: WorldSize, verb: string, ...more: readonly string[]) => Promise<readonly Measured[]>;

/** A cluster has its nodes in few subnets; many of them are a world of their own below. */
const allLarge: WorldSize = {...largeSize, subnets: 1};

async function largeAtOnce(ask: Ask): Promise<readonly Row[]> {
	const check = await ask(allLarge, 'check');
	const plan = await ask(allLarge, 'plan');
	return [
		row('check, all large at once', valuesOf(check, 'wall'), 'ms', 3000),
		row('the most memory of it', valuesOf(check, 'memory'), 'MB', 600),
		row('plan, all large at once', valuesOf(plan, 'wall'), 'ms', 6000),
		row('the most memory of it', valuesOf(plan, 'memory'), 'MB', 600),
	];
}

async function largeInOne(ask: Ask): Promise<readonly Row[]> {
	const rules = await ask({...smallSize, rules: 10_000}, 'plan');
	const names = await ask({...smallSize, names: 1000, subnets: 1}, 'plan');
	const oneSubnet = await ask({...smallSize, subnets: 1}, 'plan');
	const subnets = await ask({...smallSize, subnets: 200}, 'plan');
	return [
		row('plan among 10,000 rules', valuesOf(rules, 'wall'), 'ms'),
		row('the most memory of it', valuesOf(rules, 'memory'), 'MB', 400),
		row('plan for 1,000 blocked names', valuesOf(names, 'wall'), 'ms', 3000),
		row('plan for 10 names from one subnet', valuesOf(oneSubnet, 'wall'), 'ms'),
		row('plan for 10 names from each of 200 subnets under one group', valuesOf(subnets, 'wall'), 'ms'),
	];
}

/** From the first line to the last: what comes before it is reading and deciding. */
async function outputs(ask: Ask): Promise<readonly Row[]> {
	const rows: Row[] = [];
	for (const format of ['text', 'json', 'markdown', 'sarif', 'junit']) {
		const measured = await ask({...smallSize, findings: 1000}, 'check', '--output', format);
		rows.push(
			row(
				`check of 1,000 findings as ${format}, from the first line to the end`,
				measured.map(({wall, first}) => wall - first),
				'ms',
				1000,
			),
		);
	}

	return rows;
}

const dimensions = ['pods', 'policies', 'rules', 'names', 'subnets', 'tags', 'findings'] as const;

/**
 * The power with which the time of `plan` grows, from a quarter of the large size to all of it, without what the small
 * world takes: 1 is linear.
 */
async function growth(ask: Ask): Promise<readonly Row[]> {
	const rows: Row[] = [];
	const cpu = (measured: readonly Measured[]): number => median(valuesOf(measured, 'cpu'));
	for (const dimension of dimensions) {
		// Pods of many namespaces, so that there is enough to ask for.
		const base: WorldSize = {...smallSize, ...(dimension === 'findings' ? {pods: 2000} : {})};
		const size = largeSize[dimension];
		const none = cpu(await ask(base, 'plan'));
		const quarter = cpu(await ask({...base, [dimension]: size / 4}, 'plan'));
		const whole = cpu(await ask({...base, [dimension]: size}, 'plan'));
		const [part, all] = [quarter - none, whole - none];
		rows.push({
			name: `growth of plan with ${dimension}, to ${size.toLocaleString('en-US')} (${Math.round(whole)} ms of CPU)`,
			value: Math.log(Math.max(all, leastTold) / Math.max(part, leastTold)) / Math.log(4),
			unit: 'power',
			aim: 1.2,
		});
	}

	return rows;
}

/** Milliseconds of CPU by which two runs of the same differ anyway. */
const leastTold = 100;

function valuesOf(measured: readonly Measured[], figure: keyof Measured): readonly number[] {
	return measured.map(each => each[figure]);
}
