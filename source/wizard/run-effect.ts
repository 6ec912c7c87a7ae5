import {UserError} from '../errors.js';
import type {Step} from '../plan/plan.js';
import type {WizardDependencies} from './dependencies.js';
import type {Effect, StepAnswer, Task, TaskOutcome, TaskReport} from './effect.js';
import type {Problem} from './problem.js';

type Surroundings = {
	readonly dependencies: WizardDependencies;
	readonly signal: AbortSignal;
	readonly report: (report: TaskReport) => void;
	readonly askStep: (step: Step) => Promise<StepAnswer>;
};

/** Does one task and reports how it ended. Never throws: what goes wrong is a report too. */
export async function runEffect({ticket, task}: Effect, surroundings: Surroundings): Promise<void> {
	const {report} = surroundings;
	try {
		report({type: 'succeeded', ticket, outcome: await perform(ticket, task, surroundings)});
	} catch (error) {
		report({type: 'failed', ticket, task, problem: describeProblem(error)});
	}
}

async function perform(ticket: number, task: Task, surroundings: Surroundings): Promise<TaskOutcome> {
	const {dependencies, signal, report} = surroundings;
	switch (task.kind) {
		case 'list-clusters': {
			return {kind: task.kind, value: await dependencies.listClusters(signal)};
		}

		case 'list-worlds': {
			return {kind: task.kind, value: await dependencies.listWorlds()};
		}

		case 'list-profiles': {
			return {kind: task.kind, value: await dependencies.listProfiles()};
		}

		case 'inspect': {
			const onProgress = (progress: Extract<TaskReport, {type: 'progress'}>['progress']) =>
				report({type: 'progress', ticket, progress});
			return {kind: task.kind, value: await dependencies.inspect(task.request, onProgress, signal)};
		}

		case 'reassess': {
			return {kind: task.kind, value: await dependencies.reassess(task.inspection, task.request)};
		}

		case 'plan-all':
		case 'plan-chosen': {
			return {kind: task.kind, value: await dependencies.plan(task.inspection, task.request, task.choices)};
		}

		case 'draw': {
			const onProgress = (percent: number) => report({type: 'draw-progress', ticket, percent});
			return {kind: task.kind, value: await dependencies.draw(task.request, onProgress, signal)};
		}

		case 'write-profile': {
			return {kind: task.kind, value: await dependencies.writeDrawn(task.request)};
		}

		case 'write': {
			return {kind: task.kind, value: await dependencies.writeScripts(task.request)};
		}

		case 'save': {
			return {kind: task.kind, value: await dependencies.saveProfile(task.request)};
		}

		case 'apply': {
			return {kind: task.kind, value: await apply(ticket, task, surroundings)};
		}
	}
}

async function apply(
	ticket: number,
	{plan, mode}: Extract<Task, {kind: 'apply'}>,
	{dependencies, signal, report, askStep}: Surroundings,
) {
	if (dependencies.apply === undefined) {
		throw new UserError('usage', 'Applying is not offered here.', {next: ['Write scripts and run them yourself.']});
	}

	const confirm = async (step: Step) => {
		report({type: 'step-asked', ticket, step});
		return askStep(step);
	};
	return dependencies.apply(
		{plan, mode, confirm},
		event => {
			report({type: 'apply-event', ticket, event});
		},
		signal,
	);
}

export function describeProblem(error: unknown): Problem {
	if (error instanceof UserError) {
		return {code: error.code, message: error.message, next: error.next};
	}

	const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return {
		message: `This is a bug in aksess: ${error instanceof Error ? error.message : String(error)}`,
		next: [
			'Please report it, with these lines:',
			...detail
				.split('\n')
				.slice(0, 6)
				.map(text => text.trim()),
		],
	};
}
