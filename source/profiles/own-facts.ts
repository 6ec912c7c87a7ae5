import {sameArmId} from '../topology/arm-id.js';
import {text} from '../topology/json.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {OwnFact, Profile} from './profile.js';

/** What the resource says that belongs to this cluster; undefined where there is none, or it says nothing that is known. */
export function ownFactValue(
	{type, cluster, property, values}: OwnFact,
	topology: Topology,
): readonly string[] | undefined {
	const id = knownValue(topology.cluster)?.id;
	const resource = topology.otherResources.find(
		other => other.type === type.toLowerCase() && id !== undefined && sameArmId(text(other.properties, cluster), id),
	);
	const said = text(resource?.properties, property)?.toLowerCase();
	return said !== undefined && values.includes(said) ? [said] : undefined;
}

/** What has to be read in Azure for the facts of these profiles, each list once. */
export function listedTypes(profiles: readonly Profile[]): readonly Pick<OwnFact, 'type' | 'apiVersion'>[] {
	const facts = profiles.flatMap(profile => Object.values(profile.facts));
	return [...new Map(facts.map(({type, apiVersion}) => [type.toLowerCase(), {type, apiVersion}])).values()];
}
