import {covers} from '../../network/name-pattern.js';
import {parseImageName} from '../../topology/image-name.js';
import {text} from '../../topology/json.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {KubeObject, KubeResource, World} from '../../topology/world.js';
import type {Profile} from '../profile.js';
import {registriesNamed, type UnnamedRegistry} from '../unnamed-registries.js';
import {type DrawnInclude, type DrawnNeed, type DrawnProfile, mostNeeds} from './drawn-profile.js';
import {needTitle, spellFrom} from './drawn-text.js';
import {firewallHints} from './firewall-hints.js';
import {namespaceOf, placeOf} from './hint-places.js';
import {containersOf, environmentHints, externalNameHints, serviceEntryHints} from './object-hints.js';
import {ciliumPolicyHints, networkPolicyHints} from './policy-hints.js';

/** What is looked at: the same cluster as it was read, and in our own words. */
export type Drawable = {readonly world: World; readonly topology: Topology};

/**
 * What a namespace seems to need: registries of its images; services that stand for a name outside; URLs in environment
 * variables; what its mesh and its policies name; and, where the namespace hints at anything, what the firewall lets the
 * cluster out to.
 */
export function drawNamespace(
	namespace: string,
	{world, topology}: Drawable,
	profiles: readonly Profile[],
): DrawnProfile {
	const here = (resource: KubeResource) =>
		(knownValue(world.objects[resource]) ?? []).filter(object => namespaceOf(object) === namespace);
	const pods = here('pods');
	const images = pods.flatMap(pod => imagesOf(pod).map(image => ({image, pod})));
	const includes = profiles.flatMap(({name, detect}): readonly DrawnInclude[] => {
		const found = images.find(({image}) => knows({detect}, image));
		return found === undefined ? [] : [{profile: name, evidence: `image ${found.image} of pod ${placeOf(found.pod)}`}];
	});
	const knowing = profiles.filter(({name}) => includes.some(({profile}) => profile === name));
	// What every cluster needs anyway stands in the profile of AKS itself.
	const isEverywhere = registriesNamed(profiles.filter(({detect}) => detect.some(({kind}) => kind === 'cluster')));
	const own = [
		...images
			.filter(({image}) => !knowing.some(profile => knows(profile, image)))
			.filter(({image}) => !isEverywhere(parseImageName(image).registry))
			.map(({image, pod}) => registryNeed(image, `image ${image} of pod ${placeOf(pod)}`)),
		...here('services').flatMap(externalNameHints),
		...pods.flatMap(environmentHints),
		...here('serviceentries').flatMap(serviceEntryHints),
		...here('networkpolicies').flatMap(networkPolicyHints),
		...here('ciliumnetworkpolicies').flatMap(ciliumPolicyHints),
	];
	const needs = pods.length + own.length === 0 ? [] : inOrder([...own, ...firewallHints(topology)]);
	return {
		source: `namespace ${namespace}`,
		name: namespace,
		namespace,
		includes: includes.toSorted((a, b) => (a.profile < b.profile ? -1 : 1)),
		needs: needs.slice(0, mostNeeds),
		told:
			needs.length > mostNeeds
				? `A profile holds ${mostNeeds} rows: ${needs.length - mostNeeds} that come last by name are left out.`
				: '',
	};
}

/** The registries that no profile names, each as a need of the nodes. */
export function drawRegistries(unnamed: readonly UnnamedRegistry[]): DrawnProfile {
	return {
		source: 'registries that no profile names',
		name: 'registries',
		namespace: undefined,
		includes: [],
		needs: unnamed
			.map(({image, where, pods}) =>
				registryNeed(image, `image ${image} of pod ${where}${pods > 1 ? ` and ${pods - 1} more` : ''}`),
			)
			.slice(0, mostNeeds),
		told: '',
	};
}

/** Each host or address once, with the first hint at it, in the order of their names. */
function inOrder(needs: readonly DrawnNeed[]): readonly DrawnNeed[] {
	const keyOf = (need: DrawnNeed) => `${needTitle(need)} ${spellFrom(need.from)}`;
	const unique = new Map(needs.toReversed().map(need => [keyOf(need), need]));
	return [...unique].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, need]) => need);
}

function knows({detect}: Pick<Profile, 'detect'>, image: string): boolean {
	const {registry, repository} = parseImageName(image);
	return detect.some(sign => sign.kind === 'image' && covers(sign.image, `${registry}/${repository}`));
}

function imagesOf(pod: KubeObject): readonly string[] {
	return containersOf(pod).flatMap(container => text(container, 'image') ?? []);
}

function registryNeed(image: string, evidence: string): DrawnNeed {
	const [host = '', port = '443'] = parseImageName(image).registry.split(':');
	return {from: {kind: 'nodes'}, to: {kind: 'name', name: host}, protocol: 'tcp', ports: port, evidence};
}
