import {assessWorld} from '../../controls/assess-world.js';
import {stepLines} from '../../render/bash/bash-step.js';
import type {Session} from '../../session.js';
import {correctTopology} from '../../topology/correct-topology.js';
import type {World} from '../../topology/world.js';
import type {
	InspectRequest,
	PlanChoices,
	ReadingProgress,
	Source,
	WizardDependencies,
} from '../../wizard/dependencies.js';
import type {SecondLook} from '../../workflow/apply-plan.js';
import type {Selection} from '../../workflow/selection.js';
import {createInspections} from './inspections.js';
import {summariseProfile} from './summarise-profile.js';

/** Everything a person has said so far. */
export type WizardAnswers = {
	readonly request: InspectRequest;
	readonly choices: PlanChoices;
	/** What was written last, and where to. */
	readonly written?:
		| {readonly kind: 'scripts'; readonly formats: readonly string[]; readonly folder: string}
		| {readonly kind: 'profile'; readonly file: string};
};

/** What the wizard and the prompts do their work with; everything heavy is loaded when it is first needed. */
export function wizardDependencies(
	session: Session,
	given: Pick<Selection, 'kind'> & {readonly state?: string | undefined},
	remember: (said: WizardAnswers) => void,
): Required<Omit<WizardDependencies, 'formats'>> {
	const inspections = createInspections();
	let said: WizardAnswers | undefined;
	const say = (changes: Partial<WizardAnswers> & Pick<WizardAnswers, 'request'>) => {
		said = {choices: {choices: {}, without: []}, ...said, ...changes};
		remember(said);
	};
	// What is applied is the plan that was made last.
	let latest: (SecondLook & {readonly request: InspectRequest}) | undefined;
	return {
		listClusters: async signal => {
			const [{openSource}, {listClusters}] = await Promise.all([
				import('../../workflow/open-source.js'),
				import('../../detect/list-clusters.js'),
			]);
			const source = await openSource(
				{kind: 'live', subscription: undefined, resourceGroup: undefined, name: undefined},
				session,
			);
			return listClusters(source.reads, signal);
		},
		listWorlds: async () => {
			const {listPracticeWorlds} = await import('../../sandbox/practice-worlds.js');
			return listPracticeWorlds().map(({name, tags, summary}) => ({name, tags, description: summary}));
		},
		listProfiles: async () => {
			const {listProfiles} = await import('../../profiles/load-profile.js');
			return (await listProfiles()).map(summariseProfile);
		},
		draw: async ({source, inspection}, onProgress, signal) => {
			const world = inspection === undefined ? undefined : inspections.originOf(inspection).world;
			const {drawForWizard} = await import('./drawn-profiles.js');
			return drawForWizard(source, world, {...session, signal}, onProgress);
		},
		writeDrawn: async request => {
			const {writeDrawn} = await import('./drawn-profiles.js');
			return writeDrawn(request, session);
		},
		inspect: async (request, onProgress, signal) => {
			const selection = selectionOf(request.source, given.state);
			const world = await readFor(request.profiles, selection, {...session, signal}, onProgress);
			if (request.profiles.length + request.questions.length > 0) {
				say({request});
			}

			return inspections.make(world, request);
		},
		reassess: async (inspection, request) => {
			say({request});
			return inspections.make(inspections.originOf(inspection).world, request);
		},
		plan: async (inspection, request, {choices, without}) => {
			const {planFor} = await import('../../workflow/plan-for.js');
			const origin = inspections.originOf(inspection);
			const {world, profiles, asked} = origin;
			const {answers, corrections} = request;
			const reassess: SecondLook['reassess'] = other =>
				assessWorld(other, profiles, answers, topology => correctTopology(topology, corrections));
			latest = {profiles, reassess, request};
			say({request, choices: {choices, without}});
			const {cluster} = inspection.topology;
			return planFor(
				{
					...inspection,
					world,
					cluster: cluster.state === 'known' ? cluster.value : undefined,
					recognition: undefined,
					profiles,
					...(asked === undefined ? {} : {asked}),
					given: {
						profiles: request.profiles,
						questions: request.questions,
						answers,
						choices,
						without,
						allowClosing: [],
						remove: [],
						corrections: {},
					},
					reassess,
				},
				without,
			);
		},
		commandsFor: ({change}) => stepLines(change, ''),
		apply: async (request, onEvent, signal) => {
			const [{wizardApply}, planned] = [await import('./wizard-apply.js'), latest];
			if (planned === undefined) {
				throw new Error('Bug: a plan that was not made here');
			}

			const selection = selectionOf(planned.request.source, given.state);
			return wizardApply(request, {selection, session, secondLook: planned}, onEvent, signal);
		},
		writeScripts: async request => {
			if (latest !== undefined) {
				say({request: latest.request, written: {kind: 'scripts', ...request}});
			}

			const source = latest?.request.source;
			const {writePlan} = await import('./write-results.js');
			return writePlan(request, source?.kind === 'world' ? source.name : undefined, session);
		},
		saveProfile: async ({inspection, file, overwrite}) => {
			const {asked} = inspections.originOf(inspection);
			if (asked === undefined) {
				throw new Error('Bug: nothing was asked');
			}

			const {writeProfile} = await import('./write-results.js');
			const outcome = await writeProfile(asked, file, overwrite, session);
			if (said !== undefined && outcome.kind === 'written') {
				say({request: said.request, written: {kind: 'profile', file}});
			}

			return outcome;
		},
	};
}

/** With what the profiles ask for beside; all of them where none was named. */
async function readFor(
	names: readonly string[],
	selection: Selection,
	session: Session,
	onProgress: (progress: ReadingProgress) => void,
): Promise<World> {
	const [{readSelection}, {listProfiles, loadProfile}] = await Promise.all([
		import('../../workflow/read-selection.js'),
		import('../../profiles/load-profile.js'),
	]);
	const profiles = names.length > 0 ? await Promise.all(names.map(loadProfile)) : await listProfiles();
	return readSelection(selection, session, profiles, progressOf(onProgress));
}

function selectionOf(source: Source, state: string | undefined): Selection {
	switch (source.kind) {
		case 'cluster': {
			const [, , subscription, , resourceGroup] = source.id.split('/');
			return {kind: 'live', subscription, resourceGroup, name: source.name};
		}

		case 'world': {
			return {kind: 'sandbox', world: source.name, state, resourceGroup: undefined, name: undefined};
		}

		case 'folder': {
			return {kind: 'world', folder: source.path, resourceGroup: undefined, name: undefined};
		}
	}
}

const titles = {
	cluster: 'Cluster',
	networks: 'Networks, routes, security groups, firewalls',
	'service-tags': 'Service tags',
	kubernetes: 'Pods, services, network policies',
} as const;

function progressOf(onProgress: (progress: ReadingProgress) => void) {
	return ({what, state}: {readonly what: keyof typeof titles; readonly state: 'reading' | 'done'}) =>
		onProgress({kind: what, title: titles[what], state: state === 'done' ? 'read' : 'reading', count: undefined});
}
