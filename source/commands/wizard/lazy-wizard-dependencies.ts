import type {WizardDependencies} from '../../wizard/dependencies.js';

type Work = Required<Omit<WizardDependencies, 'formats'>>;

/**
 * The dependencies without loading them: the first frame is drawn while they load, and each call waits for them. What a
 * screen asks for without waiting (`commandsFor`) is only asked about a plan, which they made.
 */
export function lazyWizardDependencies(load: () => Promise<Work>): WizardDependencies {
	let loaded: Work | undefined;
	const ready = async () => {
		loaded ??= await load();
		return loaded;
	};
	return {
		listClusters: async signal => (await ready()).listClusters(signal),
		listWorlds: async () => (await ready()).listWorlds(),
		listProfiles: async () => (await ready()).listProfiles(),
		draw: async (request, onProgress, signal) => (await ready()).draw(request, onProgress, signal),
		writeDrawn: async request => (await ready()).writeDrawn(request),
		inspect: async (request, onProgress, signal) => (await ready()).inspect(request, onProgress, signal),
		reassess: async (inspection, request) => (await ready()).reassess(inspection, request),
		plan: async (inspection, request, choices) => (await ready()).plan(inspection, request, choices),
		commandsFor: step => loaded?.commandsFor(step) ?? [],
		formats: [
			{id: 'bash', title: 'bash', description: 'apply.sh and undo.sh, checked before every change'},
			{id: 'yaml', title: 'YAML', description: 'network policies, for kubectl or a GitOps repository'},
			{id: 'markdown', title: 'Markdown', description: 'the plan with its proof, for a review or a ticket'},
		],
		writeScripts: async request => (await ready()).writeScripts(request),
		saveProfile: async request => (await ready()).saveProfile(request),
		apply: async (request, onEvent, signal) => (await ready()).apply(request, onEvent, signal),
	};
}
