import {Cancelled} from '../errors.js';
import {capabilitiesOf} from '../wizard/capabilities.js';
import {closingLines} from '../wizard/closing-lines.js';
import type {WizardDependencies} from '../wizard/dependencies.js';
import type {WizardResult} from '../wizard/effect.js';
import {initialState, type WizardStart} from '../wizard/state.js';
import {createTheme} from '../wizard/theme.js';
import {askCluster, askSubject} from './ask-cluster.js';
import {answerEnds} from './ask-ends.js';
import {askOutput} from './ask-output.js';
import {askPlan} from './ask-plan.js';
import {askTopology} from './ask-topology.js';
import {type AskerStreams, createAsker} from './create-asker.js';
import type {Dialogue} from './dialogue.js';
import {sayFindings} from './say-findings.js';

export type PromptOptions = Omit<WizardStart, 'formats' | 'canApply'> &
	AskerStreams & {readonly platform: string; readonly columns: number};

/** The wizard's questions line by line: for dumb terminals, for screen readers, and for those who like it plain. */
export async function runPrompts(dependencies: WizardDependencies, options: PromptOptions): Promise<WizardResult> {
	const {stdin, stdout, env, platform, columns, signal: _, ...start} = options;
	const {signal = new AbortController().signal} = options;
	const asker = await createAsker({stdin, stdout, env, signal});
	const theme = createTheme({...capabilitiesOf(env, platform), colour: false});
	try {
		const width = Math.min(Math.max(columns, 40), 100);
		return await runDialogue({dependencies, asker, theme, width, signal}, start);
	} finally {
		asker.close();
	}
}

export async function runDialogue(
	dialogue: Dialogue,
	start: Omit<WizardStart, 'formats' | 'canApply'>,
): Promise<WizardResult> {
	const {asker, dependencies} = dialogue;
	const {formats, apply} = dependencies;
	const {memory} = initialState({...start, formats, canApply: apply !== undefined});
	let result: WizardResult;
	try {
		const chosen = await askSubject(dialogue, await askCluster(dialogue, memory));
		// A question is answered at once; whoever checks a workload hears of the network first.
		const known = await (chosen.questions.length > 0 ? answerEnds : askTopology)(dialogue, chosen);
		sayFindings(dialogue, known);
		result = await askOutput(dialogue, await askPlan(dialogue, known));
	} catch (error) {
		if (!(error instanceof Cancelled)) {
			throw error;
		}

		result = {kind: 'cancelled'};
	}

	asker.say('');
	closingLines(result).forEach(asker.say);
	return result;
}
