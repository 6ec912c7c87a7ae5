import {Document} from 'yaml';
import type {KubeObject} from '../../topology/world.js';
import {spellYaml} from './spell-yaml.js';

/**
 * Kubernetes objects as one YAML stream, in the order given. Texts that a reader of YAML 1.1 (kubectl) or of YAML 1.2
 * (much of what else reads manifests) would take for something else are quoted: `on` for the one, `0o7` for the other.
 */
export function kubeYaml(objects: readonly KubeObject[]): string {
	return objects.map(object => spellYaml(new Document(object, {version: '1.1'}))).join('---\n');
}
