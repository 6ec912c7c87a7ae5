import {UserError} from '../../errors.js';
import {type JsonObject, objectAt} from '../json.js';

/** Where an object has labels, or selects by them. */
const places: readonly (readonly string[])[] = [
	['metadata', 'labels'],
	['metadata', 'annotations'],
	['spec', 'selector'],
	['spec', 'selector', 'matchLabels'],
	['spec', 'podSelector', 'matchLabels'],
	['spec', 'template', 'metadata', 'labels'],
	['spec', 'jobTemplate', 'spec', 'template', 'metadata', 'labels'],
];

/** `enabled: yes` is a boolean and `version: 1.0` a number; as a label the API server refuses both. */
export function assertTextLabels(where: string, object: JsonObject): void {
	for (const place of places) {
		for (const [key, value] of Object.entries(objectAt(object, ...place))) {
			if (typeof value === 'boolean' || typeof value === 'number') {
				throw new UserError(
					'usage',
					`${where}: ${place.join('.')} gives ${JSON.stringify(key)} the ${typeof value} ${value}; the API server takes text only.`,
					{next: ['Put the value in quotes, or leave the object out with --keep-going.']},
				);
			}
		}
	}
}
