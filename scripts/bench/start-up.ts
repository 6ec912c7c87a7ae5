import {performance} from 'node:perf_hooks';
import {spawn as spawnTerminal} from '@lydell/node-pty';
import {templatesFolder} from '../../source/package-root.js';
import {median, type Row, row} from './row.js';
import {program, timeProcess} from './time-process.js';

const practice = templatesFolder('worlds', 'locked-down');

/** Whole processes, one after the other in turns, so that a busy machine is busy for all of them. */
export async function benchStartUp(runs: number): Promise<Row[]> {
	const empty: number[] = [];
	const version: number[] = [];
	const help: number[] = [];
	const check: number[] = [];
	const frame: number[] = [];
	// One each first, so that the compile cache is filled as it is for everybody after the first start.
	await timeProcess([program, '--version']);
	await timeProcess([program, '--help']);
	await timeProcess([program, 'check', '--world', practice]);
	await timeFirstFrame();
	for (let run = 0; run < runs; run++) {
		empty.push(await timeProcess(['-e', '0']));
		version.push(await timeProcess([program, '--version']));
		help.push(await timeProcess([program, '--help']));
		check.push(await timeProcess([program, 'check', '--world', practice]));
		frame.push(await timeFirstFrame());
	}

	return [
		row('node -e 0', empty, 'ms'),
		row('aksess --version', version, 'ms'),
		against('aksess --version', version, empty, 1.5),
		against('aksess --help', help, empty, 1.6),
		row('aksess check --world locked-down', check, 'ms'),
		against('aksess check --world locked-down', check, empty, 4),
		row('first frame of the wizard, 80×24', frame, 'ms'),
		against('first frame', frame, empty, 4),
	];
}

function against(name: string, times: readonly number[], empty: readonly number[], aim: number): Row {
	return {name: `${name} against node -e 0`, value: median(times) / median(empty), unit: 'times', aim};
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
