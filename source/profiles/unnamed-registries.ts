import {covers} from '../network/name-pattern.js';
import {parseImageName} from '../topology/image-name.js';
import type {Pod} from '../topology/kubernetes.js';
import type {Profile, RequirementTo} from './profile.js';

/** A registry that pods pull from and no profile has: a requirement that nobody has written yet. */
export type UnnamedRegistry = {
	readonly registry: string;
	/** The first image and the first pod with one, `namespace/name`. */
	readonly image: string;
	readonly where: string;
	/** How many pods. */
	readonly pods: number;
};

/** Sorted by registry. */
export function unnamedRegistries(profiles: readonly Profile[], pods: readonly Pod[]): readonly UnnamedRegistry[] {
	const isNamed = registriesNamed(profiles);
	const found = new Map<string, {registry: string; image: string; where: string; pods: number} | undefined>();
	for (const pod of pods) {
		const hosts = new Map((pod.images ?? []).map(image => [parseImageName(image).registry, image]));
		for (const [registry, image] of hosts) {
			const known = found.get(registry);
			if (known !== undefined) {
				known.pods += 1;
			} else if (!found.has(registry)) {
				const where = `${pod.namespace}/${pod.name}`;
				found.set(registry, isNamed(registry) ? undefined : {registry, image, where, pods: 1});
			}
		}
	}

	return [...found.values()].filter(entry => entry !== undefined).sort((a, b) => (a.registry < b.registry ? -1 : 1));
}

/** Whether some requirement of these leads to a registry. */
export function registriesNamed(profiles: readonly Profile[]): (registry: string) => boolean {
	const names = namesOf(profiles);
	return registry => {
		const host = registry.replace(/:\d+$/, '');
		// Docker Hub's images are pulled by other names than the one they are written with.
		return names.some(name => covers(name, host === 'docker.io' ? 'registry-1.docker.io' : host));
	};
}

function namesIn(end: RequirementTo): readonly string[] {
	switch (end.kind) {
		case 'names': {
			return end.names;
		}

		case 'name':
		case 'image-registries': {
			return [end.name];
		}

		default: {
			return [];
		}
	}
}

/** Every name that some requirement leads to; a bare `*` names nothing. */
function namesOf(profiles: readonly Profile[]): readonly string[] {
	const ends = profiles.flatMap(({requirements}) => requirements.flatMap(({to}) => to));
	return ends.flatMap(end => namesIn(end)).filter(name => name !== '*');
}
