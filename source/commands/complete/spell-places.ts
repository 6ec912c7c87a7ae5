import type {Candidate} from '../../command-line/completion/complete-words.js';
import type {KnownPlace} from '../../workflow/known-names.js';

/** Places as a question names who asks: by the shortest spelling that nothing else has. */
export function senders(places: readonly KnownPlace[]): readonly Candidate[] {
	const words = ['internet', 'nodes', 'machines'].map(value => ({value, description: 'wherever it stands'}));
	return [...words, ...places.filter(({kind}) => kind !== 'service').map(spellingIn(places))];
}

/** And who is called: services with their ports, the API server; behind a pod the port is still to be typed. */
export function targets(places: readonly KnownPlace[]): readonly Candidate[] {
	const named = places.filter(({kind}) => kind !== 'service').map(spellingIn(places));
	const services = places.flatMap(place =>
		place.kind === 'service'
			? place.ports.map(port => ({value: `${place.namespace}/${place.name}:${port}`, description: 'service'}))
			: [],
	);
	return [
		{value: 'api-server', description: 'of the cluster'},
		...services,
		...named.map(({value, description}) => ({value: `${value}:`, description})),
	];
}

/** As `reach` takes its ends: a namespace, and behind it a pod or a workload. */
export function reachEnds(places: readonly KnownPlace[]): readonly Candidate[] {
	return places.flatMap((place): readonly Candidate[] => {
		switch (place.kind) {
			case 'namespace': {
				return [{value: place.name, description: 'namespace'}];
			}

			case 'pod':
			case 'workload': {
				const description = place.kind === 'pod' ? 'pod' : place.of;
				return [{value: `${place.namespace}/${place.name}`, description}];
			}

			default: {
				return [];
			}
		}
	});
}

function spellingIn(places: readonly KnownPlace[]): (place: KnownPlace) => Candidate & {readonly description: string} {
	const names = countsOf(places.map(({name}) => name));
	const kinds = countsOf(places.map(kindAndName));
	return place => {
		switch (place.kind) {
			case 'namespace':
			case 'subnet': {
				return {value: names.get(place.name) === 1 ? place.name : kindAndName(place), description: place.kind};
			}

			case 'workload': {
				const value = kindAndName(place);
				return {
					value: kinds.get(value) === 1 ? value : `${place.namespace}/${value}`,
					description: `in ${place.namespace}`,
				};
			}

			default: {
				return {value: `${place.namespace}/${place.name}`, description: place.kind};
			}
		}
	};
}

function kindAndName(place: KnownPlace): string {
	return `${place.kind === 'workload' ? place.of : place.kind}/${place.name}`;
}

function countsOf(texts: readonly string[]): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const text of texts) {
		counts.set(text, (counts.get(text) ?? 0) + 1);
	}

	return counts;
}
