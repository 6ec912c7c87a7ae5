import {Document, visit} from 'yaml';
import type {KubeObject} from '../../topology/world.js';

/**
 * Kubernetes objects as one YAML stream, in the order given. Texts that a reader of YAML 1.1 (kubectl) or of YAML 1.2
 * (much of what else reads manifests) would take for something else are quoted: `on` for the one, `0o7` for the other.
 */
export function kubeYaml(objects: readonly KubeObject[]): string {
	return objects.map(yamlOf).join('---\n');
}

/** The one kind of number that only YAML 1.2 knows. */
const octal = /^[-+]?0o[0-7]+$/;

function yamlOf(object: KubeObject): string {
	const document = new Document(object, {version: '1.1'});
	visit(document, {
		Scalar: (_key, node) => {
			if (typeof node.value === 'string' && octal.test(node.value)) {
				node.type = 'QUOTE_DOUBLE';
			}
		},
	});
	return document.toString({lineWidth: 0, directives: false});
}
