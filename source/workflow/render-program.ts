import path from 'node:path';
import type {Render} from '../sandbox/world/render-sources.js';
import type {Session} from '../session.js';

/** A recipe that takes longer waits for something that is not there. */
const timeoutMs = 20_000;

/** Runs kubectl and helm as they are found on this machine; without the network they need nothing else. */
export function renderProgram(worldFolder: string, {env, signal}: Session): Render {
	return async (program, parameters, folder) => {
		// Only where there is a recipe: loading it takes a tenth of a second.
		const {execa} = await import('execa');
		const result = await execa(program, parameters, {
			cwd: path.join(worldFolder, folder),
			env,
			extendEnv: false,
			stdin: 'ignore',
			timeout: timeoutMs,
			cancelSignal: signal,
			maxBuffer: 200_000_000,
			reject: false,
		});
		if (result.exitCode === 0) {
			return {ok: true, text: result.stdout};
		}

		const isMissing = result.code === 'ENOENT';
		const [said = ''] = result.stderr.split('\n').filter(line => line.trim() !== '');
		const reason = result.timedOut ? `it took more than ${timeoutMs / 1000} seconds` : said.replace(/^error: /i, '');
		return {ok: false, reason: isMissing ? `${program} is not on this machine` : reason || `${program} failed`};
	};
}
