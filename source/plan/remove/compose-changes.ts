import type {JsonObject} from '../../topology/world.js';
import {type Change, type ClassicCollections, classicLists} from '../change.js';

/** Two writes to one target, the second made from what the first leaves, as one. */
export function composeChanges(first: Change, second: Change): Change {
	switch (second.kind) {
		case 'arm-child':
			return first.kind === 'arm-child' ? {...second, before: first.before} : second;
		case 'authorized-ranges':
			return first.kind === 'authorized-ranges' ? {...second, before: first.before} : second;
		case 'kube-object':
			return first.kind === 'kube-object' ? {...second, before: first.before} : second;
		case 'policy-entries':
			return first.kind === 'policy-entries' ? {...second, before: first.before} : second;
		case 'kube-metadata':
			return first.kind === 'kube-metadata' ? {...second, before: first.before} : second;
		case 'classic-collections':
			return first.kind === 'classic-collections'
				? {
						...second,
						before: each(field => besideOthers(first.before[field], second.before[field])),
						after: each(field => besideOthers(second.after[field], goneFrom(first, second, field))),
					}
				: second;
	}
}

/** What the first leaves, but for what the second has taken up. */
function goneFrom(
	first: {readonly after: ClassicCollections},
	second: {readonly before: ClassicCollections},
	field: (typeof classicLists)[number],
): readonly JsonObject[] {
	return first.after[field].filter(({name}) => !second.before[field].some(other => other['name'] === name));
}

function besideOthers(some: readonly JsonObject[], more: readonly JsonObject[]): readonly JsonObject[] {
	return [...some, ...more.filter(({name}) => !some.some(other => other['name'] === name))];
}

function each(listOf: (field: (typeof classicLists)[number]) => readonly JsonObject[]): ClassicCollections {
	const [nat, network, application] = classicLists;
	return {[nat]: listOf(nat), [network]: listOf(network), [application]: listOf(application)};
}
