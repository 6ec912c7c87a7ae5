import {spawn as spawnProcess} from 'node:child_process';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {spawn as spawnTerminal} from '@lydell/node-pty';
import {packageRoot} from '../../source/package-root.js';
import {median, type Row, row} from './row.js';

const program = path.join(packageRoot, 'bin', 'aksess.js');

/** Whole processes, one after the other in turns, so that a busy machine is busy for all of them. */
export async function benchStartUp(runs: number): Promise<Row[]> {
	const empty: number[] = [];
	const version: number[] = [];
	const frame: number[] = [];
	// One each first, so that the compile cache is filled as it is for everybody after the first start.
	await timeProcess([program, '--version']);
	await timeFirstFrame();
	for (let run = 0; run < runs; run++) {
		empty.push(await timeProcess(['-e', '0']));
		version.push(await timeProcess([program, '--version']));
		frame.push(await timeFirstFrame());
	}

	return [
		row('node -e 0', empty, 'ms'),
		row('aksess --version', version, 'ms'),
		{name: 'aksess --version against node -e 0', value: median(version) / median(empty), unit: 'times', aim: 1.5},
		row('first frame of the wizard, 80×24', frame, 'ms'),
		{name: 'first frame against node -e 0', value: median(frame) / median(empty), unit: 'times', aim: 4},
	];
}

function timeProcess(args: readonly string[]): Promise<number> {
	const start = performance.now();
	return new Promise((resolve, reject) => {
		const child = spawnProcess(process.execPath, args, {stdio: 'ignore'});
		child.on('error', reject);
		child.on('close', () => resolve(performance.now() - start));
	});
}

/** Until the first words of the wizard are on a pseudo-terminal; then it is ended. */
function timeFirstFrame(): Promise<number> {
	const {CI: _ci, ...env} = process.env;
	const start = performance.now();
	return new Promise(resolve => {
		let screen = '';
		let time: number | undefined;
		const child = spawnTerminal(process.execPath, [program, '--sandbox', 'locked-down'], {
			cols: 80,
			rows: 24,
			env: {...env, TERM: 'xterm-256color', LANG: 'C.UTF-8'},
		});
		child.onData(data => {
			screen += data;
			if (time === undefined && screen.includes('Which cluster?')) {
				time = performance.now() - start;
				child.kill();
			}
		});
		child.onExit(() => resolve(time ?? Number.NaN));
	});
}
