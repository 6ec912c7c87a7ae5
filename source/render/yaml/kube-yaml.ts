import {stringify} from 'yaml';
import type {KubeObject} from '../../topology/world.js';

/** Kubernetes objects as one YAML stream, in the order given; strings that YAML would read as something else are quoted. */
export function kubeYaml(objects: readonly KubeObject[]): string {
	// YAML 1.1 is what kubectl reads: `on` and `0o7` must not lose their quotes.
	return objects.map(object => stringify(object, {version: '1.1', lineWidth: 0})).join('---\n');
}
