import type {LabelSelector} from '../../source/network/label-selector.js';
import {templatesFolder} from '../../source/package-root.js';
import {type Answers, noAnswers} from '../../source/profiles/answers.js';
import type {Profile, Requirement} from '../../source/profiles/profile.js';
import type {WorldFiles} from '../../source/sandbox/world/read-folder.js';
import {known, knownValue, mapKnown} from '../../source/topology/known.js';
import {type ArmResource, isOfType, type JsonObject, type KubeObject, type World} from '../../source/topology/world.js';
import {readWorldFolder} from '../helpers/read-world.js';

/** How each feature is switched on in a managed cluster. */
const switches: Readonly<Record<string, JsonObject>> = {
	'ai-toolchain-operator': {aiToolchainOperatorProfile: {enabled: true}},
	'app-monitoring': {azureMonitorProfile: {appMonitoring: {autoInstrumentation: {enabled: true}}}},
	'app-routing': {ingressProfile: {webAppRouting: {enabled: true}}},
	'app-routing-gateway': {
		ingressProfile: {webAppRouting: {gatewayAPIImplementations: {appRoutingIstio: {mode: 'Enabled'}}}},
	},
	'artifact-cache': {bootstrapProfile: {artifactSource: 'Cache'}},
	'azure-policy': {addonProfiles: {azurepolicy: {enabled: true}}},
	'container-insights': {addonProfiles: {omsagent: {enabled: true}}},
	'container-networking': {networkProfile: {advancedNetworking: {enabled: true}}},
	'cost-analysis': {metricsProfile: {costAnalysis: {enabled: true}}},
	defender: {securityProfile: {defender: {securityMonitoring: {enabled: true}}}},
	'istio-addon': {serviceMeshProfile: {mode: 'Istio'}},
	'keda-addon': {workloadAutoScalerProfile: {keda: {enabled: true}}},
	'key-vault-provider': {addonProfiles: {azureKeyvaultSecretsProvider: {enabled: true}}},
	'managed-prometheus': {azureMonitorProfile: {metrics: {enabled: true}}},
	'node-auto-provisioning': {nodeProvisioningProfile: {mode: 'Auto'}},
	'workload-identity': {securityProfile: {workloadIdentity: {enabled: true}}},
};

const template = readWorldFolder(templatesFolder('worlds', 'cilium-overlay'));

/**
 * The practice cluster behind an Azure Firewall that lets nothing out, in any region, with everything on it that tells
 * the profile's presence and every pod that it speaks of.
 *
 * @param without features that stay off: a KEDA of one's own has no add-on
 */
export function worldFor(profile: Profile, location: string, without: readonly string[] = []): World {
	const features = profile.detect
		.flatMap(sign => (sign.kind === 'fact' && sign.fact === 'feature' ? (sign.in ?? []) : []))
		.filter(feature => !without.includes(feature));
	const resources = new Map(
		[...template.resources].map(([key, resource]) => [
			key,
			mapKnown(resource, value => blocked(forCluster(value, location, features))),
		]),
	);
	const pods = template.objects.pods.state === 'known' ? template.objects.pods.value : [];
	return {
		...template,
		resources,
		objects: {...template.objects, pods: known([...pods, ...podsOf(profile)])},
	};
}

/**
 * The same, and nothing gets in or between either: every namespace of which the profile speaks denies all in both
 * directions, and the API server is open to one office only.
 */
export function closedWorldFor(profile: Profile, location: string, without: readonly string[] = []): World {
	const world = worldFor(profile, location, without);
	const resources = new Map(
		[...world.resources].map(([key, resource]) => [key, mapKnown(resource, value => withRanges(value))]),
	);
	const namespaces = new Set(podsOf(profile).map(({metadata}) => metadata.namespace ?? ''));
	const objects = mapKnown(world.objects.namespaces, present => [
		...present,
		...[...namespaces].filter(name => !present.some(({metadata}) => metadata.name === name)).map(namespaceOf),
	]);
	const networkPolicies = mapKnown(world.objects.networkpolicies, present => [
		...present,
		...[...namespaces].map(denyAllIn),
	]);
	return {...world, resources, objects: {...world.objects, namespaces: objects, networkpolicies: networkPolicies}};
}

/** A world as the files of a folder, for a practice Azure. */
export function filesOf(world: World): WorldFiles {
	const {resources, usages, serviceTags, objects} = world;
	return {
		'resources.json': [...resources.values()].flatMap(resource => knownValue(resource) ?? []),
		'usages.json': Object.fromEntries(
			[...usages].flatMap(([key, rows]) => (rows.state === 'known' ? [[key, {value: rows.value}]] : [])),
		),
		'service-tags.json': {values: knownValue(serviceTags) ?? []},
		'objects.json': {
			apiVersion: 'v1',
			kind: 'List',
			items: Object.values(objects).flatMap(list => knownValue(list) ?? []),
		},
	};
}

/** Every parameter answered with its first value; and then, one after the other, with each of its others. */
export function answersOf({parameters}: Profile): readonly [Answers, ...Answers[]] {
	const first = Object.fromEntries(
		Object.entries(parameters).map(([name, parameter]) => [
			name,
			parameter.kind === 'choice'
				? (parameter.choices[0]?.value ?? '')
				: parameter.pattern === '*'
					? 'git.northlight.net'
					: parameter.pattern.replace(/^\*/, 'some').replace(/\*$/, 'io').replaceAll('*', 'some'),
		]),
	);
	const others = Object.entries(parameters).flatMap(([name, parameter]) =>
		parameter.kind === 'choice' ? parameter.choices.slice(1).map(({value}) => ({...first, [name]: value})) : [],
	);
	const answered = (values: Readonly<Record<string, string>>): Answers => ({...noAnswers, parameters: values});
	return [answered(first), ...others.map(answered)];
}

function withRanges(resource: ArmResource): ArmResource {
	return isOfType(resource.id, 'Microsoft.ContainerService/managedClusters')
		? {...resource, properties: {...resource.properties, apiServerAccessProfile: {authorizedIPRanges: [office]}}}
		: resource;
}

const office = '20.115.200.8/29';

function namespaceOf(name: string): KubeObject {
	return {apiVersion: 'v1', kind: 'Namespace', metadata: {name, labels: {'kubernetes.io/metadata.name': name}}};
}

function denyAllIn(namespace: string): KubeObject {
	return {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name: 'deny-all', namespace},
		spec: {podSelector: {}, policyTypes: ['Ingress', 'Egress']},
	};
}

function forCluster(resource: ArmResource, location: string, features: readonly string[]): ArmResource {
	if (!isOfType(resource.id, 'Microsoft.ContainerService/managedClusters')) {
		return resource;
	}

	const on = features.reduce((all, feature) => merge(all, switches[feature] ?? {}), resource.properties);
	const pools = (resource.properties['agentPoolProfiles'] as readonly JsonObject[]).map(pool =>
		features.includes('gpu') ? {...pool, vmSize: 'Standard_NC24ads_A100_v4'} : pool,
	);
	const domain = location.startsWith('china')
		? 'cx.prod.service.azk8s.cn'
		: location.startsWith('usgov')
			? 'cx.aks.containerservice.azure.us'
			: 'azmk8s.io';
	const properties = {...on, agentPoolProfiles: pools, fqdn: `play-1.hcp.${location}.${domain}`};
	return {...resource, location, properties};
}

/** Translations of the firewall stay, everything that it lets out goes. */
function blocked(resource: ArmResource): ArmResource {
	if (!isOfType(resource.id, 'Microsoft.Network/firewallPolicies/ruleCollectionGroups')) {
		return resource;
	}

	const collections = resource.properties['ruleCollections'] as readonly JsonObject[];
	const kept = collections.filter(({ruleCollectionType}) => ruleCollectionType === 'FirewallPolicyNatRuleCollection');
	return {...resource, properties: {...resource.properties, ruleCollections: kept}};
}

function merge(a: JsonObject, b: JsonObject): JsonObject {
	const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;
	const merged = Object.entries(b).map(([key, value]) => {
		const old = a[key];
		return [key, isObject(old) && isObject(value) ? merge(old, value) : value] as const;
	});
	return {...a, ...Object.fromEntries(merged)};
}

type Wanted = {readonly namespace?: string | undefined; readonly labels?: LabelSelector | undefined};

function podsOf(profile: Profile): readonly KubeObject[] {
	const ends = profile.requirements.flatMap(({from, to}): readonly Wanted[] => [
		...selected(from),
		...to.flatMap(selected),
	]);
	const signs = profile.detect.flatMap((sign): readonly Wanted[] => (sign.kind === 'pods' ? [sign] : []));
	const images = profile.detect.flatMap(sign => (sign.kind === 'image' ? [sign.image.replaceAll('*', 'some')] : []));
	return [
		...[...ends, ...signs].flatMap(({namespace = 'workload', labels = []}) => {
			const values = Math.max(1, ...labels.map(label => label.values.length));
			return Array.from({length: values}, (_, index) =>
				Object.fromEntries(labels.map(({key, values: all}) => [key, all[index % all.length] ?? ''])),
			).map(chosen => ({
				namespace: namespace.replaceAll('*', 'some'),
				labels: chosen,
				image: 'mcr.microsoft.com/some:1',
			}));
		}),
		...images.map(image => ({namespace: 'workload', labels: {}, image: `${image}:1`})),
	].map(
		({namespace, labels, image}, index): KubeObject => ({
			apiVersion: 'v1',
			kind: 'Pod',
			metadata: {name: `some-${index}`, namespace, labels},
			spec: {nodeName: 'aks-play-1', containers: [{name: 'some', image}]},
			status: {phase: 'Running', podIP: `10.244.250.${index + 1}`},
		}),
	);
}

function selected(end: Requirement['from'] | Requirement['to'][number]): readonly Wanted[] {
	return end?.kind === 'pods' ? [end] : end?.kind === 'cluster' && end.pods !== undefined ? [end.pods] : [];
}
