import process from 'node:process';
import {runPrompts} from '../../source/prompts/run-prompts.js';
import {runWizard} from '../../source/wizard/run-wizard.js';
import {fakeDependencies} from './fake-dependencies.js';

/** A program for terminal tests: the wizard (or, with `--plain`, the prompts) on fixtures; the exit code tells how it ended. */
const {stdin, stdout, env, platform} = process;
const interrupted = new AbortController();
process.on('SIGINT', () => {
	interrupted.abort();
});
const common = {stdin, stdout, env, platform, signal: interrupted.signal, folder: './aksess-out'};
const dependencies = fakeDependencies();
const result = process.argv.includes('--plain')
	? await runPrompts(dependencies, {...common, columns: stdout.columns})
	: await runWizard(dependencies, common);
process.exitCode = result.kind === 'cancelled' ? 130 : 0;
