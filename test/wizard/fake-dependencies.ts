import type {Plan} from '../../source/plan/plan.js';
import type {DrawnProfile} from '../../source/profiles/drawn/drawn-profile.js';
import {correctTopology} from '../../source/topology/correct-topology.js';
import type {
	Inspection,
	ProfileSummary,
	ReadingProgress,
	WizardDependencies,
	WriteRequest,
} from '../../source/wizard/dependencies.js';
import {clusters, inspection, plan, profiles, worlds} from './fixtures.js';

export const progress: readonly ReadingProgress[] = [
	{kind: 'cluster', title: 'Cluster and agent pools', state: 'read', count: 1},
	{kind: 'networks', title: 'Virtual networks', state: 'read', count: 2},
	{kind: 'groups', title: 'Network security groups', state: 'read', count: 1},
	{kind: 'node-group', title: 'Managed security group', state: 'denied', count: undefined},
	{kind: 'firewalls', title: 'Firewalls and policies', state: 'read', count: 1},
	{kind: 'kubernetes', title: 'Kubernetes objects', state: 'reading', count: undefined},
];

/** What is found where no profile was asked for. */
export const recognised: Inspection = {
	...inspection,
	found: [
		{
			profile: 'azure-dev-spaces',
			evidence: [
				{kind: 'namespace', name: 'azds'},
				{kind: 'pods', labels: 'azds.io/instrumented=true', where: 'shop/web-1', count: 3},
			],
		},
	],
};

/** Everything the wizard needs, answered at once from the fixtures; a test replaces what it is about. */
export function fakeDependencies(changes: Partial<WizardDependencies> = {}): WizardDependencies {
	return {
		listClusters: async () => clusters,
		listWorlds: async () => worlds,
		listProfiles: async () => profiles,
		inspect: async ({profiles: asked, questions}, onProgress) => {
			progress.forEach(onProgress);
			return asked.length + questions.length === 0 ? recognised : inspection;
		},
		draw: async () => drawn,
		writeDrawn: async ({file}) => ({kind: 'written', profile: {...ownProfile, name: file}}),
		reassess: async (before, {corrections}) => ({
			...before,
			topology: correctTopology(inspection.topology, corrections),
		}),
		plan: async (_inspection, _request, {choices, without}) => planFor(choices, without),
		commandsFor: step => [`# ${step.reason}`, `az rest --method put --url ${step.id}`],
		formats: [
			{id: 'bash', title: 'bash', description: 'a script to review and run, with its undo beside it'},
			{id: 'yaml', title: 'YAML', description: 'the Kubernetes objects, for kubectl or a repository'},
			{id: 'markdown', title: 'Markdown', description: 'the same for people, to hand to the network team'},
		],
		writeScripts: async ({formats, folder}) => ({
			kind: 'written',
			files: formats.map(format => `${folder}/aks-shop.${format}`),
			next: [`bash ${folder}/aks-shop.bash --dry-run`],
		}),
		saveProfile: async ({file}) => ({kind: 'written', files: [file], next: [`aksess check --profile ${file}`]}),
		...changes,
	};
}

/** What is drawn from a namespace. */
export const drawn: DrawnProfile = {
	source: 'namespace shop',
	name: 'shop',
	namespace: 'shop',
	includes: [{profile: 'docker-hub', evidence: 'image nginx of pod shop/web-1'}],
	needs: [
		{
			from: {kind: 'nodes'},
			to: {kind: 'name', name: 'images.northlight.net'},
			protocol: 'tcp',
			ports: '443',
			evidence: 'image images.northlight.net/a:1 of pod shop/web-1',
		},
		{
			from: {kind: 'pods', namespace: 'shop', workload: undefined},
			to: {kind: 'name', name: 'db.northlight.net'},
			protocol: 'tcp',
			ports: '5432',
			evidence: 'environment variable DATABASE_URL of pod shop/web-1',
		},
	],
	told: '',
};

export const ownProfile: ProfileSummary = {
	name: './shop.yaml',
	title: 'Own',
	description: 'Drawn from hints.',
	retired: undefined,
	asksMachines: false,
	parameters: {},
};

export function planFor(choices: Readonly<Record<string, string>>, without: readonly string[]): Plan {
	const steps = plan.steps.filter(({id}) => !without.includes(id));
	const flows = new Set(steps.flatMap(step => step.flows));
	return {
		...plan,
		steps,
		choices: plan.choices.map(choice => {
			const chosen = choices[`${choice.requirement}@${choice.control}`];
			return chosen === undefined ? choice : {...choice, taken: chosen === 'none' ? undefined : chosen};
		}),
		proof: {
			...plan.proof,
			won: plan.proof.won.filter(flow => flows.has(flow)),
			summary: without.length === 0 ? plan.proof.summary : `opens what ${steps.length} steps open; closes nothing`,
		},
	};
}

/** Says once that files are there, and writes when asked to replace them. */
export function onceOverwritten(written: WriteRequest[]): WizardDependencies['writeScripts'] {
	return async request => {
		written.push(request);
		return request.overwrite
			? {kind: 'written', files: [`${request.folder}/apply.sh`], next: [`bash ${request.folder}/apply.sh --dry-run`]}
			: {kind: 'exists', files: [`${request.folder}/apply.sh`]};
	};
}
