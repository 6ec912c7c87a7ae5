import {Document, isCollection, isMap, type Pair, visit} from 'yaml';
import type {KubeObject} from '../../topology/world.js';
import {spellYaml} from './spell-yaml.js';

/** As wide as a line of a script may be before a person has to scroll. */
const widest = 116;

/**
 * Kubernetes objects as one YAML stream, in the order given. Texts that a reader of YAML 1.1 (kubectl) or of YAML 1.2
 * (much of what else reads manifests) would take for something else are quoted: `on` for the one, `0o7` for the other.
 */
export function kubeYaml(objects: readonly KubeObject[]): string {
	return objects.map(object => spellYaml(documentOf(object))).join('---\n');
}

/** The same for one object in few lines: below the fields of its spec, what fits on a line stands on one. */
export function compactKubeYaml(object: KubeObject): string {
	const document = documentOf(object);
	visit(document, {
		Pair: (_key, pair, path) => {
			const {value} = pair;
			const isOutline = path.length === 2 && String(pair.key) === 'spec';
			if (!isOutline && isCollection(value) && !holdsRules(value.items) && fits(pair, path.length)) {
				value.flow = true;
			}
		},
	});
	return spellYaml(document);
}

function documentOf(object: KubeObject): Document {
	return new Document(object, {version: '1.1', aliasDuplicateObjects: false});
}

/** Rules of a policy, or peers with two selectors: each keeps lines of its own. */
function holdsRules(items: readonly unknown[]): boolean {
	return items.some(item => isMap(item) && item.items.length > 1 && item.items.some(({value}) => isCollection(value)));
}

function fits(pair: Pair, depth: number): boolean {
	return 2 * depth + JSON.stringify(pair).length <= widest;
}
