import path from 'node:path';
import {assessWorld} from '../../controls/assess-world.js';
import {loadProfile} from '../../profiles/load-profile.js';
import type {Profile} from '../../profiles/profile.js';
import {bashStep} from '../../render/bash/bash-step.js';
import type {Session} from '../../session.js';
import {correctTopology} from '../../topology/correct-topology.js';
import {decodeTopology} from '../../topology/decode/decode-topology.js';
import type {World} from '../../topology/world.js';
import type {
	Inspection,
	InspectRequest,
	PlanChoices,
	ProfileSummary,
	ReadingProgress,
	Source,
	WizardDependencies,
	WriteOutcome,
	WriteRequest,
} from '../../wizard/dependencies.js';
import type {Selection} from '../../workflow/selection.js';

/** Everything a person has said so far. */
export type WizardAnswers = {
	readonly request: InspectRequest;
	readonly choices: PlanChoices;
	/** What was written last, and where to. */
	readonly written?: {readonly formats: readonly string[]; readonly folder: string};
};

/** What the wizard and the prompts do their work with; everything heavy is loaded when it is first needed. */
export function wizardDependencies(
	session: Session,
	given: Pick<Selection, 'kind'> & {readonly state?: string | undefined},
	remember: (said: WizardAnswers) => void,
): Required<Omit<WizardDependencies, 'formats'>> {
	// The wizard speaks of topologies and findings; the world behind an inspection is ours to remember.
	const worlds = new WeakMap<Inspection, World>();
	const profilesOf = async (request: InspectRequest) => Promise.all(request.profiles.map(loadProfile));
	const assess = (world: World, profiles: readonly Profile[], {answers, corrections}: InspectRequest): Inspection => {
		const inspection = assessWorld(world, profiles, answers, topology => correctTopology(topology, corrections));
		worlds.set(inspection, world);
		return inspection;
	};
	let said: WizardAnswers | undefined;
	const say = (changes: Partial<WizardAnswers> & Pick<WizardAnswers, 'request'>) => {
		said = {choices: {choices: {}, without: []}, ...said, ...changes};
		remember(said);
	};
	// What is applied is the plan that was made last.
	let latest: InspectRequest | undefined;
	const worldOf = (inspection: Inspection): World => {
		const world = worlds.get(inspection);
		if (world === undefined) {
			throw new Error('Bug: an inspection that was not made here');
		}

		return world;
	};
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
		inspect: async (request, onProgress, signal) => {
			const named = await profilesOf(request);
			const world = await readFor(named, selectionOf(request.source, given.state), {...session, signal}, onProgress);
			if (named.length > 0) {
				say({request});
				return assess(world, named, request);
			}

			const inspection = await inspectFound(world, request);
			worlds.set(inspection, world);
			return inspection;
		},
		reassess: async (inspection, request) => {
			say({request});
			return assess(worldOf(inspection), await profilesOf(request), request);
		},
		plan: async (inspection, request, {choices, without}) => {
			latest = request;
			say({request, choices: {choices, without}});
			const {planFor} = await import('../../workflow/plan-for.js');
			const profiles = await profilesOf(request);
			const world = worldOf(inspection);
			const {cluster} = inspection.topology;
			return planFor(
				{
					...inspection,
					world,
					cluster: cluster.state === 'known' ? cluster.value : undefined,
					recognition: undefined,
					profiles,
					given: {
						profiles: request.profiles,
						questions: [],
						answers: request.answers,
						choices,
						without,
						allowClosing: [],
						corrections: {},
					},
					reassess: other =>
						assessWorld(other, profiles, request.answers, topology => correctTopology(topology, request.corrections)),
				},
				without,
			);
		},
		commandsFor: ({change}) => bashStep(change).call,
		apply: async (request, onEvent, signal) => {
			const [{wizardApply}, planned] = [await import('./wizard-apply.js'), latest];
			if (planned === undefined) {
				throw new Error('Bug: a plan that was not made here');
			}

			const profiles = await profilesOf(planned);
			const selection = selectionOf(planned.source, given.state);
			const reassess = (world: World) =>
				assessWorld(world, profiles, planned.answers, topology => correctTopology(topology, planned.corrections));
			return wizardApply(request, {selection, session, secondLook: {profiles, reassess}}, onEvent, signal);
		},
		writeScripts: async request => {
			if (latest !== undefined) {
				say({request: latest, written: request});
			}

			return writePlan(request, latest?.source.kind === 'world' ? latest.source.name : undefined, session);
		},
	};
}

/** With what the profiles ask for beside; all of them where none was named. */
async function readFor(
	named: readonly Profile[],
	selection: Selection,
	session: Session,
	onProgress: (progress: ReadingProgress) => void,
): Promise<World> {
	const [{readSelection}, {listProfiles}] = await Promise.all([
		import('../../workflow/read-selection.js'),
		import('../../profiles/load-profile.js'),
	]);
	return readSelection(selection, session, named.length > 0 ? named : await listProfiles(), progressOf(onProgress));
}

async function writePlan(
	{plan, formats, folder, overwrite}: WriteRequest,
	practice: string | undefined,
	{cwd}: Session,
): Promise<WriteOutcome> {
	const [{parseFormats, readTemplates, scriptOrigin}, {scriptFiles}, {writeTextFiles}, {planText}] = await Promise.all([
		import('../../workflow/script-formats.js'),
		import('../../render/script-files.js'),
		import('../../workflow/write-files.js'),
		import('../../workflow/plan-file.js'),
	]);
	const files = [
		{name: 'plan.json', text: planText(plan), executable: false},
		...scriptFiles(plan, parseFormats(formats.join(',')), await readTemplates(), scriptOrigin(practice)),
	];
	const target = path.resolve(cwd, folder);
	const {existing, written} = await writeTextFiles(target, files, overwrite);
	return written.length === 0
		? {kind: 'exists', files: existing}
		: {kind: 'written', files: written, next: nextCommands(path.relative(cwd, target) || '.', formats)};
}

/** For every workload that is there; nobody has said yet what must work. */
async function inspectFound(world: World, {answers, corrections}: InspectRequest): Promise<Inspection> {
	const [{listProfiles}, {assessFound}] = await Promise.all([
		import('../../profiles/load-profile.js'),
		import('../../controls/assess-found.js'),
	]);
	const topology = correctTopology(decodeTopology(world), corrections);
	const {assessment, recognition} = assessFound(topology, await listProfiles(), answers);
	return {topology, assessment, found: recognition.found};
}

function nextCommands(folder: string, formats: readonly string[]): readonly string[] {
	const at = folder.startsWith('/') || folder.startsWith('.') ? folder : `./${folder}`;
	return formats.includes('bash')
		? [`less ${at}/apply.sh`, `${at}/apply.sh --dry-run`, `${at}/apply.sh`]
		: [`aksess apply ${at}/plan.json`];
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

function summariseProfile({name, title, description, status, parameters, requirements}: Profile): ProfileSummary {
	return {
		name,
		title,
		description,
		retired: status.state === 'retired' ? {since: status.since, text: status.text} : undefined,
		asksMachines: requirements.some(({from}) => from?.kind === 'machines'),
		parameters,
	};
}
