import {render} from 'ink';
import {App} from './app.js';
import {capabilitiesOf} from './capabilities.js';
import {closingLines} from './closing-lines.js';
import type {WizardDependencies} from './dependencies.js';
import type {WizardResult} from './effect.js';
import {initialState, type WizardStart} from './state.js';

export type WizardOptions = Omit<WizardStart, 'formats' | 'canApply'> & {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly platform: string;
	/** Aborted when the program is told to end from outside. */
	readonly signal?: AbortSignal;
};

/** Runs the wizard on a terminal until the person is through or leaves; the terminal is then as it was. */
export async function runWizard(dependencies: WizardDependencies, options: WizardOptions): Promise<WizardResult> {
	const {stdin, stdout, env, platform, signal, ...start} = options;
	const capabilities = capabilitiesOf(env, platform);
	const {formats, apply} = dependencies;
	let result: WizardResult = {kind: 'cancelled'};
	const app = render(
		<App
			dependencies={dependencies}
			initial={initialState({...start, formats, canApply: apply !== undefined})}
			capabilities={capabilities}
			onResult={value => {
				result = value;
			}}
		/>,
		{
			stdin,
			stdout,
			// The wizard asks before it leaves, so the key is its own.
			exitOnCtrlC: false,
			isScreenReaderEnabled: capabilities.screenReader,
			// What was on the terminal before is there again afterwards; a reader follows plain output better.
			alternateScreen: !capabilities.screenReader,
			incrementalRendering: true,
		},
	);
	const stop = () => app.unmount();
	signal?.addEventListener('abort', stop, {once: true});
	await app.waitUntilExit();
	signal?.removeEventListener('abort', stop);
	for (const text of closingLines(result)) {
		stdout.write(`${text}\n`);
	}

	return result;
}
