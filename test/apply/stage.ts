import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Clock} from '../../source/apply/clock.js';
import {openTarget} from '../../source/apply/open-target.js';
import {type RunPlanOptions, runPlan} from '../../source/apply/run-plan.js';
import type {ApplyEvent} from '../../source/apply/run-steps.js';
import {readWorld} from '../../source/detect/read-world.js';
import {remoteSource} from '../../source/detect/remote-source.js';
import {addresses} from '../../source/network/address-set.js';
import type {Change} from '../../source/plan/change.js';
import type {Plan, Step} from '../../source/plan/plan.js';
import {loadProfile} from '../../source/profiles/load-profile.js';
import {type Sandbox, type SandboxOptions, startSandbox} from '../../source/sandbox/sandbox.js';
import type {World} from '../../source/topology/world.js';
import {inspectWorld} from '../../source/workflow/inspect.js';
import {planFor} from '../../source/workflow/plan-for.js';
import {readWorldFolder} from '../helpers/read-world.js';
import {connectionTo} from '../helpers/sandbox-connection.js';

const templates = path.resolve(import.meta.dirname, '../../templates/worlds');

export function practiceFolder(name: string): string {
	return path.join(templates, name);
}

/** Time that passes at once, but lets everything else happen in between. */
export function hurriedClock(): Clock {
	let passed = 0;
	return {
		now: () => Date.now() + passed,
		sleep: async (ms, signal) => {
			signal?.throwIfAborted();
			passed += ms;
			await new Promise(resolve => setTimeout(resolve, 1));
			signal?.throwIfAborted();
		},
	};
}

/** The plan for Dev Spaces on a practice world, from its files alone. */
export async function planOf(name: string): Promise<{readonly plan: Plan; readonly world: World}> {
	const world = readWorldFolder(practiceFolder(name));
	const profiles = [await loadProfile('azure-dev-spaces')];
	const inspected = await inspectWorld(world, profiles, {
		profiles: ['azure-dev-spaces'],
		answers: {
			machines: addresses('20.9.77.140/32'),
			parameters: {},
		},
		choices: {},
		without: [],
		allowClosing: [],
		remove: [],
		questions: [],
		corrections: {},
	});
	return {plan: planFor(inspected), world};
}

export function only(plan: Plan, changes: readonly Change[]): Plan {
	const steps: readonly Step[] = changes.map((change, index) => ({
		id: `step-${index + 1}`,
		title: `Step ${index + 1}`,
		reason: 'A test wants it.',
		control: 'nsg',
		flows: [],
		change,
		danger: undefined,
		after: [],
	}));
	return {...plan, steps, basis: []};
}

export async function withSandbox<T>(options: SandboxOptions, use: (sandbox: Sandbox) => Promise<T>): Promise<T> {
	const sandbox = await startSandbox({operationMs: 2, ...options});
	try {
		return await use(sandbox);
	} finally {
		await sandbox.close();
	}
}

export type Stage = {
	readonly options: RunPlanOptions;
	readonly events: readonly ApplyEvent[];
	readonly close: () => Promise<void>;
};

/** Everything that a run of the plan against the sandbox takes, with journals in a folder of its own. */
export async function stageFor(sandbox: Sandbox, plan: Plan, changes: Partial<RunPlanOptions> = {}): Promise<Stage> {
	const connection = connectionTo(sandbox, {kubeconfig: sandbox.kubeconfig});
	const clock = hurriedClock();
	const {signal} = new AbortController();
	const target = await openTarget({
		connection,
		cluster: plan.cluster.id,
		changes: plan.steps.map(step => step.change),
		clock,
		env: undefined,
		signal,
		readWorld: stop => readWorld(remoteSource(connection), {cluster: plan.cluster.id, signal: stop}),
	});
	const events: ApplyEvent[] = [];
	return {
		events,
		options: {
			target,
			folder: mkdtempSync(path.join(tmpdir(), 'aksess-apply-')),
			lockKey: plan.cluster.id,
			selection: ['--sandbox', 'locked-down'],
			clock,
			onEvent: event => events.push(event),
			signal,
			...changes,
		},
		close: target.writer.close,
	};
}

export async function applyIn(sandbox: Sandbox, plan: Plan, changes: Partial<RunPlanOptions> = {}) {
	const stage = await stageFor(sandbox, plan, changes);
	try {
		return {...(await runPlan({plan, run: 'run-1'}, stage.options)), ...stage};
	} finally {
		await stage.close();
	}
}
