import type {Json} from '../json.js';
import {textAt} from '../json.js';
import type {Store} from '../store.js';
import {refuse} from './arm-answers.js';
import {readResource} from './resource-tree.js';

/** A resource may only point to what exists. */
export function assertReference(store: Store, from: string, reference: Json | undefined): void {
	const to = textAt(reference, 'id');
	if (to !== '' && readResource(store, to) === undefined) {
		throw refuse(
			400,
			'InvalidResourceReference',
			`Resource ${to} referenced by resource ${from} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
			{details: []},
		);
	}
}
