import {armName} from '../topology/arm-id.js';
import type {Change} from './change.js';

/** Stable within a plan and between plans for the same world: what `--without` takes. */
export function stepId(change: Change): string {
	switch (change.kind) {
		case 'arm-child': {
			return `${change.type}/${parentName(change.id)}/${armName(change.id)}`;
		}

		case 'classic-collections': {
			return `firewall/${armName(change.firewall)}`;
		}

		case 'authorized-ranges': {
			return `authorized-ranges/${armName(change.cluster)}`;
		}

		case 'kube-object':
		case 'kube-metadata': {
			const {kind, namespace, name} = change.ref;
			return [kind.toLowerCase(), namespace, name, change.kind === 'kube-metadata' ? change.field : undefined]
				.filter(part => part !== undefined)
				.join('/');
		}
	}
}

/** The name of the resource that a child belongs to. */
export function parentName(id: string): string {
	return id.split('/').at(-3) ?? id;
}
