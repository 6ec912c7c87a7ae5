import {UserError} from '../../errors.js';
import {type JsonObject, objectsAt, textAt} from '../json.js';
import type {ObjectEdit} from './proposal.js';

/** Manifests that are to be applied, also inside `List`s: what rendering and a dry run print. */
export function kubeEdits(file: string, where: string, manifest: JsonObject): readonly ObjectEdit[] {
	const kind = textAt(manifest, 'kind');
	if (kind.endsWith('List') && Array.isArray(manifest['items'])) {
		return objectsAt(manifest, 'items').flatMap((item, index) =>
			kubeEdits(file, `${where} items[${index}]`, {
				apiVersion: textAt(manifest, 'apiVersion'),
				kind: kind === 'List' ? '' : kind.slice(0, -'List'.length),
				...item,
			}),
		);
	}

	if (kind === '' || textAt(manifest, 'apiVersion') === '' || textAt(manifest, 'metadata', 'name') === '') {
		throw new UserError('usage', `${where}: a Kubernetes object needs apiVersion, kind and metadata.name.`, {
			next: ['Give what `kubectl apply --dry-run=server -o yaml`, `helm template` or `kubectl kustomize` prints.'],
		});
	}

	return [{kind: 'object', origin: {file, address: objectAddress(manifest)}, object: manifest, deleted: false}];
}

export function objectAddress(object: JsonObject): string {
	const [namespace, name] = [textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name')];
	return `${textAt(object, 'kind')} ${namespace === '' ? name : `${namespace}/${name}`}`;
}
