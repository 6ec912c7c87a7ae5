import {spawn} from 'node:child_process';
import {performance} from 'node:perf_hooks';

/** What a whole process took: `cpu` and the times in milliseconds, the most memory in megabytes. */
export type Measured = {
	readonly cpu: number;
	readonly memory: number;
	/** To its first output. */
	readonly first: number;
	readonly wall: number;
};

/** The process says its own figures at its end, after everything else it says on standard error. */
const say =
	"process.on('exit', () => { const {userCPUTime, systemCPUTime, maxRSS} = process.resourceUsage(); process.stderr.write(['', userCPUTime + systemCPUTime, maxRSS].join(' ')); })";
const hook = `data:text/javascript,${encodeURIComponent(say)}`;

export function measureProcess(args: readonly string[]): Promise<Measured> {
	const start = performance.now();
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ['--import', hook, ...args], {stdio: ['ignore', 'pipe', 'pipe']});
		let first = Number.NaN;
		let said = '';
		child.on('error', reject);
		child.stdout.once('data', () => {
			first = performance.now() - start;
		});
		child.stdout.resume();
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			said = `${said}${text}`.slice(-1000);
		});
		child.on('close', () => {
			const [, cpu, memory] = /(\d+) (\d+)$/.exec(said) ?? [];
			resolve({cpu: Number(cpu) / 1000, memory: Number(memory) / 1024, first, wall: performance.now() - start});
		});
	});
}
