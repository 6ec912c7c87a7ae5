import {describe, expect, test} from 'vitest';
import {advance} from '../../source/wizard/advance.js';
import type {Order, Task, TaskOutcome, UserAction, WizardEvent} from '../../source/wizard/effect.js';
import {mapOf} from '../../source/wizard/map/map-of.js';
import {initialState, type WizardState} from '../../source/wizard/state.js';
import {planFor, recognised} from './fake-dependencies.js';
import {clusters, firewallStep, inspection, profiles, securityStep, serviceStep, worlds} from './fixtures.js';

const start = {formats: [{id: 'bash', title: 'bash', description: ''}], folder: './out', canApply: true} as const;

/** Plays events and answers every order to run something at once, so that only the rules are tested. */
function play(state: WizardState, ...events: readonly WizardEvent[]): {state: WizardState; orders: readonly Order[]} {
	let current = state;
	const all: Order[] = [];
	for (const event of events) {
		const {state: next, orders} = advance(current, event);
		current = next;
		all.push(...orders);
		for (const order of orders) {
			const outcome = order.type === 'run' ? answerTo(order.effect.task) : undefined;
			if (order.type === 'run' && outcome !== undefined) {
				const played = play(current, {type: 'succeeded', ticket: order.effect.ticket, outcome});
				current = played.state;
				all.push(...played.orders);
			}
		}
	}

	return {state: current, orders: all};
}

function answerTo(task: Task): TaskOutcome | undefined {
	switch (task.kind) {
		case 'list-clusters': {
			return {kind: task.kind, value: clusters};
		}

		case 'list-worlds': {
			return {kind: task.kind, value: worlds};
		}

		case 'list-profiles': {
			return {kind: task.kind, value: profiles};
		}

		case 'inspect': {
			return {
				kind: task.kind,
				value: task.request.profiles.length + task.request.questions.length === 0 ? recognised : inspection,
			};
		}

		case 'reassess': {
			return {kind: task.kind, value: inspection};
		}

		case 'plan-all':
		case 'plan-chosen': {
			return {kind: task.kind, value: planFor(task.choices.choices, task.choices.without)};
		}

		case 'draw':
		case 'write-profile': {
			return undefined;
		}

		case 'write':
		case 'save': {
			return {kind: task.kind, value: {kind: 'written', files: ['out/apply.sh'], next: ['bash out/apply.sh']}};
		}

		case 'apply': {
			return undefined;
		}
	}
}

function tasksOf(orders: readonly Order[]): readonly string[] {
	return orders.flatMap(order => (order.type === 'run' ? [order.effect.task.kind] : []));
}

const accept: UserAction = {type: 'accept'};
const back: UserAction = {type: 'back'};
const down: UserAction = {type: 'move', by: 1};
const toggle: UserAction = {type: 'toggle'};
const leave: UserAction = {type: 'leave'};
const type = (text: string): UserAction => ({type: 'edit', edit: {kind: 'insert', text}});

const listed = play(initialState(start), {type: 'started'}).state;
const atTopology = play(listed, accept, accept).state;
const atFindings = play(atTopology, accept).state;
const atPlan = play(atFindings, accept).state;
const atOutput = play(atPlan, accept).state;

describe('the journey', () => {
	test('starts by listing worlds, profiles and clusters at once', () => {
		const {orders} = advance(initialState(start), {type: 'started'});

		expect(orders.map(order => (order.type === 'run' ? order.effect.task.kind : order.type))).toEqual([
			'list-worlds',
			'list-profiles',
			'list-clusters',
		]);
	});

	test('leads from the cluster to the written scripts with Enter alone', () => {
		const seen: string[] = [];
		let state = listed;
		for (let step = 0; step < 6; step++) {
			seen.push(state.screen.name);
			state = play(state, accept).state;
		}

		expect([...seen, state.screen.name]).toEqual([
			'cluster',
			'profiles',
			'topology',
			'findings',
			'plan',
			'output',
			'done',
		]);
	});

	test('leads back screen by screen, and forward again without reading twice', () => {
		const backed = play(atOutput, back, back, back, back, back);
		expect(backed.state.screen.name).toBe('cluster');

		const again = play(backed.state, accept, accept, accept, accept, accept);
		expect(again.state.screen.name).toBe('output');
		expect(again.orders.filter(order => order.type === 'run')).toEqual([]);
	});

	test('assesses what was read when other profiles are chosen, and reads another cluster', () => {
		const other = play(atTopology, back, down, toggle, accept);
		expect(tasksOf(other.orders)).toEqual(['reassess']);
		expect(other.state.memory.chosenProfiles).toEqual(['azure-dev-spaces', 'image-pull']);

		const elsewhere = play(other.state, back, back, down, accept);
		expect(tasksOf(elsewhere.orders)).toEqual(['inspect']);
		expect(elsewhere.state.memory.chosenProfiles).toEqual(['azure-dev-spaces']);
	});

	test('ticks what was found on the cluster, and reads nothing twice for it', () => {
		const {state, orders} = play(listed, accept);
		expect(state.screen.name).toBe('profiles');
		expect(state.memory.chosenProfiles).toEqual(['azure-dev-spaces']);
		expect(tasksOf(orders)).toEqual(['inspect']);
		expect(tasksOf(play(state, accept).orders)).toEqual([]);
	});

	test('takes the profile under the cursor when none is ticked', () => {
		const {state} = play(listed, accept, toggle, down, accept);
		expect(state.memory.chosenProfiles).toEqual(['image-pull']);
	});

	test('asks for what the flags say, and finds nothing beside it', () => {
		const given = play(initialState({...start, profiles: ['image-pull']}), {type: 'started'}).state;
		const {state, orders} = play(given, accept);
		expect(state.screen.name).toBe('topology');
		expect(state.memory.chosenProfiles).toEqual(['image-pull']);
		expect(orders).toMatchObject([{type: 'run', effect: {task: {request: {profiles: ['image-pull']}}}}]);
	});

	test('answers the question that the flags hold, on whatever cluster is chosen', () => {
		const questions = [{from: 'web', to: 'gcr.io:443'}];
		const given = play(initialState({...start, questions}), {type: 'started'}).state;
		const {state, orders} = play(given, accept);
		expect(state.screen.name).toBe('findings');
		expect(orders).toMatchObject([{type: 'run', effect: {task: {request: {questions, profiles: []}}}}]);
		const back = play(state, {type: 'back'}, {type: 'back'}).state;
		expect(back.screen).toMatchObject({name: 'ends', from: {text: 'web'}, to: {text: 'gcr.io:443'}});
	});

	test('writes the scripts from the plan with one key, and nothing where there is nothing to write', () => {
		const {state, orders} = play(atPlan, {type: 'write'});
		expect(orders).toMatchObject([
			{type: 'run', effect: {task: {kind: 'write', request: {folder: './out', overwrite: false}}}},
		]);
		expect(state.screen.name).toBe('done');
		expect(play(state, {type: 'back'}).state.screen.name).toBe('output');

		const empty = {...planFor({}, []), steps: [], advice: []};
		const bare = {...atPlan, memory: {...atPlan.memory, plan: empty, wholePlan: empty}};
		expect(advance(bare, {type: 'write'})).toEqual({state: bare, orders: []});
	});

	test('ignores what means nothing on a screen', () => {
		for (const act of [{type: 'yes'}, {type: 'no'}, {type: 'regroup'}, {type: 'filter'}] as const) {
			expect(advance(atTopology, act).state).toBe(atTopology);
		}
	});
});

describe('lists', () => {
	test('keep the row under the cursor when clusters come in above it', () => {
		const {state: before, orders} = advance(initialState(start), {type: 'started'});
		const done = (kind: 'list-worlds' | 'list-clusters', value: unknown): WizardEvent => {
			const order = orders.find(candidate => candidate.type === 'run' && candidate.effect.task.kind === kind);
			const ticket = order?.type === 'run' ? order.effect.ticket : 0;
			return {type: 'succeeded', ticket, outcome: {kind, value} as TaskOutcome};
		};

		const withWorlds = advance(before, done('list-worlds', worlds)).state;
		const withClusters = advance(withWorlds, done('list-clusters', clusters)).state;

		expect(withClusters.screen).toMatchObject({selected: 'world:locked-down'});
	});

	test('stop at their ends', () => {
		const top = play(listed, {type: 'move', by: -100}).state;
		const bottom = play(listed, {type: 'move', by: 100}).state;

		expect(top.screen).toMatchObject({selected: `cluster:${clusters[0]?.id.toLowerCase()}`});
		expect(bottom.screen).toMatchObject({selected: 'world:third-party-appliance'});
	});

	test('a search chooses its first match and ends with Escape', () => {
		const found = play(listed, {type: 'filter'}, type('appl'), accept).state;
		expect(found.memory.source).toEqual({kind: 'world', name: 'third-party-appliance'});

		const ended = play(listed, {type: 'filter'}, type('appl'), back).state;
		expect(ended.screen).toMatchObject({filtering: false, filter: {text: ''}});
	});

	test('that fail say so where they stand, and are listed again on request', () => {
		const started = advance(initialState(start), {type: 'started'});
		const order = started.orders.find(({type: kind}) => kind === 'run');
		const clustersOrder = started.orders.find(
			candidate => candidate.type === 'run' && candidate.effect.task.kind === 'list-clusters',
		);
		if (order?.type !== 'run' || clustersOrder?.type !== 'run') {
			throw new Error('nothing is listed');
		}

		const failed = advance(started.state, {
			type: 'failed',
			...clustersOrder.effect,
			problem: {message: 'Not signed in.', next: ['Run az login.']},
		}).state;
		expect(failed.screen.name).toBe('cluster');
		expect(failed.memory.clusters).toMatchObject({state: 'failed'});

		expect(advance(failed, {type: 'again'}).orders).toMatchObject([{effect: {task: {kind: 'list-clusters'}}}]);
	});
});

describe('reading', () => {
	const reading = advance(listed, accept);

	test('is cancelled by going back, and what still comes of it is ignored', () => {
		const cancelled = advance(reading.state, back);
		expect(cancelled.state.screen.name).toBe('cluster');
		expect(cancelled.orders).toContainEqual({type: 'abort', kind: 'inspect'});

		const late: WizardEvent = {
			type: 'succeeded',
			ticket: reading.state.lastTicket,
			outcome: {kind: 'inspect', value: inspection},
		};
		expect(advance(cancelled.state, late).state).toBe(cancelled.state);
	});

	test('shows one line per kind, the newest state of each', () => {
		const report = (state: 'reading' | 'read'): WizardEvent => ({
			type: 'progress',
			ticket: reading.state.lastTicket,
			progress: {kind: 'nsg', title: 'NSG', state, count: undefined},
		});
		const {state} = play(reading.state, report('reading'), report('read'));

		expect(state.screen).toMatchObject({progress: [{kind: 'nsg', state: 'read'}]});
	});

	test('that fails leads to a screen with a way to try again and a way back', () => {
		const [order] = reading.orders;
		if (order?.type !== 'run') {
			throw new Error('nothing is read');
		}

		const failed = advance(reading.state, {
			type: 'failed',
			...order.effect,
			problem: {message: 'Throttled.', next: ['Wait a minute.']},
		}).state;
		expect(failed.screen.name).toBe('problem');

		const again = advance(failed, accept);
		expect(again.state.screen.name).toBe('reading');
		expect(again.orders).toMatchObject([{type: 'run', effect: {task: {kind: 'inspect'}}}]);
		expect(advance(failed, back).state.screen.name).toBe('cluster');
	});
});

describe('the topology', () => {
	const questions = {
		name: 'topology',
		showing: 'questions',
		place: undefined,
		focus: 'list',
		scroll: 0,
		editing: undefined,
	} as const;
	const select = (key: string): WizardState => ({
		...atTopology,
		screen: {...questions, selected: key},
	});

	test.each([
		['firewall', 1, {firewall: 'third-party-appliance'}],
		['security-groups', 1, {securityGroups: 'none'}],
		['network-policy', 3, {policyEngine: 'calico'}],
		['cni', 2, {cni: 'overlay'}],
		['private-cluster', 1, {privateCluster: true}],
	])('takes a correction of %s and judges again', (key, moves, corrections) => {
		const {state, orders} = play(select(key), toggle, ...Array.from({length: moves}, () => down), accept);

		expect(state.memory.corrections).toEqual(corrections);
		expect(orders).toMatchObject([{effect: {task: {kind: 'reassess', request: {corrections}}}}]);
	});

	test('takes a correction back', () => {
		const corrected = play(select('firewall'), toggle, down, accept).state;
		const {state} = play(corrected, toggle, {type: 'move', by: -1}, accept);

		expect(state.memory.corrections.firewall).toBeUndefined();
	});

	test('takes addresses of machines, and says what is wrong with others', () => {
		const refused = play(select('machines'), toggle, type('10.0.0.4'), accept).state;
		expect(refused.screen).toMatchObject({editing: {problem: expect.stringContaining('takes public addresses only')}});

		const taken = play(refused, {type: 'edit', edit: {kind: 'erase-all'}}, type('20.9.77.140'), accept).state;
		expect(taken.memory.answers.machines).toHaveLength(1);
		expect(taken.screen).toMatchObject({editing: undefined});
	});

	test('leaves everything as it was when the change is given up', () => {
		const {state, orders} = play(select('machines'), toggle, type('20.9.77.140'), back);

		expect(state.memory.answers).toBe(atTopology.memory.answers);
		expect(orders).toEqual([]);
	});

	test('takes an endpoint type, a backend name and a parameter of the profile', () => {
		const said = play(select('parameter:endpoint'), toggle, down, accept).state;
		const named = play(
			{...said, screen: {...questions, selected: 'parameter:dataplane-fqdn'}},
			toggle,
			type('azds-7c1e.eus.azds.io'),
			accept,
		).state;
		const all = play(
			{...named, screen: {...questions, selected: 'parameter:ingress'}},
			toggle,
			down,
			down,
			accept,
		).state;

		expect(all.memory.answers).toMatchObject({
			parameters: {endpoint: 'public', 'dataplane-fqdn': 'azds-7c1e.eus.azds.io', ingress: 'traefik'},
		});
	});

	test('shows the map first, and the questions by one key', () => {
		expect(atTopology.screen).toMatchObject({showing: 'map'});
		expect(play(atTopology, {type: 'show'}).state.screen).toMatchObject({showing: 'questions'});
		expect(play(atTopology, {type: 'show'}, {type: 'show'}).state.screen).toMatchObject({showing: 'map'});
	});

	test('asks from the map about the place that is selected', () => {
		const {places} = mapOf(atTopology.memory);
		for (const [kind, question] of [
			['firewall', 'firewall'],
			['group', 'security-groups'],
			['pods', 'network-policy'],
			['machine', 'machines'],
		] as const) {
			const place = places.find(candidate => candidate.kind === kind)?.key;
			const {state} = play({...atTopology, screen: {...questions, showing: 'map', selected: undefined, place}}, toggle);

			expect(state.screen).toMatchObject({showing: 'questions', editing: {row: question}});
		}
	});

	test('makes the plan anew after an answer has changed', () => {
		const answered = play(atPlan, back, back, toggle, down, accept).state;
		expect(answered.memory.plan).toBeUndefined();

		const {orders} = play(answered, accept, accept);
		expect(orders).toMatchObject([{effect: {task: {kind: 'plan-all'}}}]);
	});
});

describe('the plan', () => {
	const on = (id: string): WizardState => ({
		...atPlan,
		screen: {name: 'plan', selected: `step:${id}`, focus: 'list', scroll: 0, showing: 'difference', folded: true},
	});

	test('leaves a step out and proves what is left', () => {
		const {state, orders} = play(on(firewallStep.id), toggle);

		expect(state.memory.without).toEqual([firewallStep.id]);
		expect(orders).toMatchObject([{effect: {task: {kind: 'plan-chosen', choices: {without: [firewallStep.id]}}}}]);
		expect(state.memory.plan?.steps).not.toContain(firewallStep);
		expect(state.memory.wholePlan?.steps).toContain(firewallStep);
	});

	test('takes the steps that wait for one with it, and brings back what a step needs', () => {
		const without = play(on(securityStep.id), toggle).state;
		expect(without.memory.without).toEqual([securityStep.id, serviceStep.id]);

		const again = play({...without, screen: on(serviceStep.id).screen}, toggle).state;
		expect(again.memory.without).toEqual([]);
	});

	test('goes through the ways of a choice and none', () => {
		const choice: WizardState = {
			...atPlan,
			screen: {
				name: 'plan',
				selected: 'choice:debug-egress@azure-firewall',
				focus: 'list',
				scroll: 0,
				showing: 'difference',
				folded: true,
			},
		};
		const taken: (string | undefined)[] = [];
		let state = choice;
		for (let turn = 0; turn < 3; turn++) {
			state = play(state, toggle).state;
			taken.push(state.memory.choices['debug-egress@azure-firewall']);
		}

		expect(taken).toEqual(['addresses', 'none', 'service-tag']);
	});

	test('is not gone on from while its proof is being computed', () => {
		const proving = advance(on(firewallStep.id), toggle).state;

		expect(advance(proving, accept).state.screen.name).toBe('plan');
	});
});

describe('the end', () => {
	test('asks before files are replaced, and writes only after a yes', () => {
		const writing = advance(atOutput, accept);
		const [order] = writing.orders;
		if (order?.type !== 'run') {
			throw new Error('nothing is written');
		}

		const exists = advance(writing.state, {
			type: 'succeeded',
			ticket: order.effect.ticket,
			outcome: {kind: 'write', value: {kind: 'exists', files: ['out/apply.sh']}},
		}).state;
		expect(exists.screen).toMatchObject({exists: {task: 'write', files: ['out/apply.sh']}});
		expect(advance(exists, accept).orders).toEqual([]);
		expect(advance(exists, {type: 'no'})).toMatchObject({orders: [], state: {screen: {exists: undefined}}});
		expect(advance(exists, {type: 'yes'}).orders).toMatchObject([{effect: {task: {request: {overwrite: true}}}}]);
	});

	test('writes nothing when no format is on', () => {
		const none = play(atOutput, down, toggle).state;

		expect(none.memory.chosenFormats).toEqual([]);
		expect(advance(none, accept).orders).toEqual([]);
	});

	test('asks once before it is left, and leaves on the second word', () => {
		const asked = advance(atPlan, leave);
		expect(asked).toMatchObject({orders: [], state: {overlay: 'leave', screen: atPlan.screen}});
		expect(advance(asked.state, back).state.overlay).toBeUndefined();
		expect(advance(asked.state, leave).orders).toEqual([{type: 'leave', result: {kind: 'cancelled'}}]);
	});

	test('does not forget what was written when it is left later, from elsewhere', () => {
		const {orders} = play(atOutput, accept, back, back, leave, leave);

		expect(orders.at(-1)).toMatchObject({result: {kind: 'written'}});
	});

	test('leaves with what was written', () => {
		const {orders} = play(atOutput, accept, accept);

		expect(orders.at(-1)).toEqual({
			type: 'leave',
			result: {kind: 'written', files: ['out/apply.sh'], next: ['bash out/apply.sh']},
		});
	});
});

describe('applying', () => {
	const confirming: WizardState = {
		...atOutput,
		screen: {name: 'confirm', selected: 'whole', allowed: 0, typed: {text: '', caret: 0}},
	};

	test('waits until the code of a dangerous step is typed in full', () => {
		expect(advance(confirming, accept).orders).toEqual([]);
		const {orders, state} = play(confirming, type('endpoint-published'), accept);

		expect(orders).toMatchObject([{effect: {task: {kind: 'apply', mode: 'whole'}}}]);
		expect(state.screen.name).toBe('applying');
	});

	test('asks for the code of every dangerous step, one after the other', () => {
		const {plan} = confirming.memory;
		const second = {...firewallStep, danger: {code: 'deny-bypassed', warning: 'This goes before a deny.'} as const};
		const two: WizardState = {
			...confirming,
			memory: {...confirming.memory, plan: plan && {...plan, steps: [...plan.steps, second]}},
		};
		const one = play(two, type('endpoint-published'), accept);

		expect(one.orders).toEqual([]);
		expect(one.state.screen).toMatchObject({name: 'confirm', allowed: 1, typed: {text: ''}});
		expect(play(one.state, type('endpoint-published'), accept).orders).toEqual([]);
		expect(play(one.state, type('deny-bypassed'), accept).orders).toMatchObject([{effect: {task: {kind: 'apply'}}}]);
	});

	test('passes answers on, and stops after the step that runs', () => {
		const applying = play(confirming, down, type('endpoint-published'), accept).state;
		const asked = advance(applying, {type: 'step-asked', ticket: applying.lastTicket, step: firewallStep}).state;

		expect(advance(asked, {type: 'yes'}).orders).toEqual([{type: 'answer-step', answer: 'apply'}]);
		expect(advance(asked, {type: 'no'}).orders).toEqual([{type: 'answer-step', answer: 'skip'}]);
		expect(advance(asked, back).orders).toEqual([{type: 'answer-step', answer: 'stop'}]);
		const stopping = advance(applying, leave);
		expect(stopping).toMatchObject({orders: [{type: 'abort', kind: 'apply'}], state: {screen: {stopping: true}}});
		expect(advance(stopping.state, leave).orders).toEqual([]);
	});

	test('still shows the outcome after it was told to stop', () => {
		const applying = play(confirming, type('endpoint-published'), accept).state;
		const stopping = advance(applying, leave).state;
		const outcome = {outcome: 'stopped', exitCode: 6, run: 'r1', summary: [], next: []} as const;

		const ended = advance(stopping, {
			type: 'succeeded',
			ticket: applying.lastTicket,
			outcome: {kind: 'apply', value: outcome},
		});

		expect(ended.state.screen).toEqual({name: 'applied', outcome});
	});
});
