import {benchAlgebra} from './algebra.js';
import {benchApply} from './apply.js';
import {benchAssessment} from './assessment.js';
import {benchChange} from './change.js';
import {benchConnectivity} from './connectivity.js';
import {benchDetection} from './detection.js';
import {benchLogs} from './logs.js';
import {type Row, round} from './row.js';
import {benchStartUp} from './start-up.js';
import {benchWorlds} from './worlds.js';

const quick = process.argv.includes('--quick');
const only = process.argv.slice(2).filter(argument => !argument.startsWith('-'));

/** In the order of how much a person notices them. */
const kernels: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
	'start-up': () => benchStartUp(quick ? 5 : 15),
	worlds: () => benchWorlds(quick ? 2 : 5),
	detection: () => benchDetection(quick ? 3 : 9),
	change: () => benchChange(quick ? 2 : 5),
	assessment: () => benchAssessment(quick ? 3 : 9),
	apply: () => benchApply(),
	connectivity: benchConnectivity,
	algebra: benchAlgebra,
	logs: async () => benchLogs(),
};

let short = 0;
for (const [name, kernel] of Object.entries(kernels)) {
	if (only.length > 0 && !only.includes(name)) {
		continue;
	}

	process.stdout.write(`\n${name}\n`);
	for (const row of await kernel()) {
		process.stdout.write(`  ${describe(row)}\n`);
		short += isShort(row) ? 1 : 0;
	}
}

process.stdout.write(
	`\n${short === 0 ? 'Every aim is met.' : `${short} ${short === 1 ? 'aim is' : 'aims are'} missed.`}\n`,
);

function describe(row: Row): string {
	const {name, value, unit, aim, spread} = row;
	const figure = `${round(value)} ${unit}`.padStart(14);
	const range = spread === undefined ? '' : `  (${spread})`;
	const goal =
		aim === undefined
			? ''
			: `  aim ${unit === 'x' ? 'at least' : 'at most'} ${aim} ${unit}: ${isShort(row) ? 'SHORT' : 'met'}`;
	return `${name.padEnd(64)}${figure}${range}${goal}`;
}

function isShort({value, unit, aim}: Row): boolean {
	return aim !== undefined && !(unit === 'x' ? value >= aim : value <= aim);
}
