import {covers, type NamePattern} from '../network/name-pattern.js';
import type {Cluster} from '../topology/cluster.js';
import {parseImageName} from '../topology/image-name.js';
import {type BindContext, type ReadResult, readList} from './bind-context.js';
import {cloudOf} from './conditions.js';
import type {Destination, Hosting} from './flow.js';
import {parameterFlag, parameterValue} from './parameters.js';
import type {RequirementTo, To} from './profile.js';
import {addressesFor, regionOf, spellTag} from './resolve-addresses.js';

/** A destination of a flow that leaves the cluster or a developer's machine, with what a reader should know of it. */
type NamedDestination = {
	readonly destination: Destination;
	readonly text: string;
	/** Tells several names of one requirement apart; empty for one. */
	readonly suffix: string;
	readonly remarks: readonly string[];
};

export type Egress = Extract<RequirementTo, {kind: 'name' | 'names' | 'image-registries' | 'addresses' | 'api-server'}>;

/** What the requirement leads to, for this cluster's region and with the names that were answered. */
export function destinationsOf(
	to: Egress,
	cluster: Cluster,
	context: BindContext,
): ReadResult<readonly NamedDestination[]> {
	switch (to.kind) {
		case 'name': {
			return {ok: true, value: [oneName(to, cluster, context)]};
		}

		case 'names': {
			const value = to.names.map(template => {
				const name = template.replaceAll('{region}', regionOf(cluster.location));
				return {...named(name, hostingOf(to, cluster, context)), suffix: to.names.length > 1 ? `:${name}` : ''};
			});
			return {ok: true, value};
		}

		case 'image-registries': {
			return registriesSeen(to, cluster, context);
		}

		case 'api-server': {
			// The name is asked instead of the address: nodes use it, and pods may (outbound-rules-control-egress.md).
			const region = regionOf(cluster.location);
			const name = cluster.apiServer.fqdn ?? apiServerNames[cloudOf(cluster.location)].replace('{region}', region);
			return {ok: true, value: [named(name, {kind: 'service-tag', tag: `AzureCloud.${region}`, surely: true})]};
		}

		case 'addresses': {
			const set = context.profile.addressSets[to.set];
			const resolved = set && addressesFor(set, context.profile, context.topology);
			if (resolved === undefined || !resolved.ok) {
				return resolved ?? {ok: true, value: []};
			}

			const {addresses, tag, remarks} = resolved.value;
			const text = tag ?? set?.title ?? to.set;
			return {ok: true, value: [{destination: {kind: 'addresses', addresses, tag}, text, suffix: '', remarks}]};
		}
	}
}

/** The form of API servers' names, by cloud (outbound-rules-control-egress.md, tables of required FQDNs). */
const apiServerNames = {
	global: '*.hcp.{region}.azmk8s.io',
	'us-government': '*.hcp.{region}.cx.aks.containerservice.azure.us',
	china: '*.hcp.{region}.cx.prod.service.azk8s.cn',
} as const;

function oneName(to: To<'name'>, cluster: Cluster, context: BindContext): NamedDestination {
	const {profile, answers} = context;
	const template = to.name.replaceAll('{region}', regionOf(cluster.location));
	const exact = to.parameter === undefined ? undefined : parameterValue(to.parameter, profile, answers);
	const result = named(exact ?? template, hostingOf(to, cluster, context));
	if (to.parameter === undefined || exact !== undefined || !template.includes('*')) {
		return result;
	}

	const remark = `The exact name is not known, so every name of the form ${template} is meant; ${parameterFlag(to.parameter, 'NAME')} narrows it.`;
	return {...result, remarks: [remark]};
}

/** Only what runs tells where images come from; pods that could not be read may come from anywhere. */
function registriesSeen(
	to: To<'image-registries'>,
	cluster: Cluster,
	context: BindContext,
): ReadResult<readonly NamedDestination[]> {
	const {profile, answers, topology} = context;
	const exact = to.parameter === undefined ? undefined : parameterValue(to.parameter, profile, answers);
	const pods = readList(topology.kubernetes.pods, 'pods');
	if (exact === undefined && !pods.ok) {
		return pods;
	}

	const images = pods.ok ? pods.value.flatMap(pod => pod.images ?? []) : [];
	const seen = images.map(image => parseImageName(image).registry).filter(registry => covers(to.name, registry));
	const registries = exact === undefined ? [...new Set(seen)].sort() : [exact];
	const several = registries.length > 1;
	return {
		ok: true,
		value: registries.map(name => ({
			...named(name, hostingOf(to, cluster, context)),
			suffix: several ? `:${name}` : '',
		})),
	};
}

function named(pattern: NamePattern, hosting: Hosting): NamedDestination {
	return {destination: {kind: 'name', pattern, hosting}, text: pattern, suffix: '', remarks: []};
}

function hostingOf(
	{hosting, tag, surely}: To<'name'> | To<'names'> | To<'image-registries'>,
	cluster: Cluster,
	{profile}: BindContext,
): Hosting {
	return hosting === 'service-tag' && tag !== undefined
		? {
				kind: 'service-tag',
				tag: spellTag(tag, cluster.location, profile.addressSets),
				...(surely === undefined ? {} : {surely}),
			}
		: {kind: hosting === 'outside-azure' ? 'outside-azure' : 'unknown'};
}
