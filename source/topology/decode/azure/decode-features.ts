import {flag, isObject, object, objects, text} from '../../json.js';
import type {ArmResource, JsonObject} from '../../world.js';

/**
 * What can be switched on in a managed cluster and needs a network of its own, by the name that profiles use. Fields are
 * those of Microsoft.ContainerService/managedClusters as az and the REST API (2025-09-02-preview) answer them.
 */
export const clusterFeatures = [
	'ai-toolchain-operator',
	'app-monitoring',
	'app-routing',
	'app-routing-gateway',
	'artifact-cache',
	'azure-linux',
	'azure-policy',
	'container-insights',
	'container-networking',
	'cost-analysis',
	'defender',
	'flatcar',
	'gpu',
	'istio-addon',
	'keda-addon',
	'key-vault-provider',
	'managed-prometheus',
	'node-auto-provisioning',
	'oidc-issuer',
	'ubuntu',
	'windows',
	'workload-identity',
] as const;

export type ClusterFeature = (typeof clusterFeatures)[number];

const isOn: Readonly<Record<ClusterFeature, (cluster: JsonObject, pools: readonly JsonObject[]) => boolean>> = {
	'ai-toolchain-operator': cluster => flag(cluster, 'aiToolchainOperatorProfile', 'enabled'),
	'app-monitoring': cluster => flag(cluster, 'azureMonitorProfile', 'appMonitoring', 'autoInstrumentation', 'enabled'),
	'app-routing': cluster => flag(cluster, 'ingressProfile', 'webAppRouting', 'enabled'),
	/** Gateways of the Gateway API, made by an Istio of AKS's own (app-routing-gateway-api.md). */
	'app-routing-gateway': cluster =>
		text(
			cluster,
			'ingressProfile',
			'webAppRouting',
			'gatewayAPIImplementations',
			'appRoutingIstio',
			'mode',
		)?.toLowerCase() === 'enabled',
	/** Images of the system come from a registry of one's own (concepts-network-isolated.md). */
	'artifact-cache': cluster => text(cluster, 'bootstrapProfile', 'artifactSource')?.toLowerCase() === 'cache',
	'azure-linux': (_, pools) => runs(pools, /^(?:azurelinux|cblmariner|mariner)/),
	'azure-policy': cluster => hasAddOn(cluster, 'azurepolicy'),
	'container-insights': cluster =>
		hasAddOn(cluster, 'omsagent') || flag(cluster, 'azureMonitorProfile', 'containerInsights', 'enabled'),
	/** Advanced Container Networking Services (use-advanced-container-networking-services.md). */
	'container-networking': cluster => flag(cluster, 'networkProfile', 'advancedNetworking', 'enabled'),
	'cost-analysis': cluster => flag(cluster, 'metricsProfile', 'costAnalysis', 'enabled'),
	defender: cluster => flag(cluster, 'securityProfile', 'defender', 'securityMonitoring', 'enabled'),
	flatcar: (_, pools) => runs(pools, /^flatcar/),
	gpu: (_, pools) => pools.some(pool => sizesOf(pool).some(isGpuSize)),
	'istio-addon': cluster => text(cluster, 'serviceMeshProfile', 'mode')?.toLowerCase() === 'istio',
	'keda-addon': cluster => flag(cluster, 'workloadAutoScalerProfile', 'keda', 'enabled'),
	'key-vault-provider': cluster => hasAddOn(cluster, 'azurekeyvaultsecretsprovider'),
	'managed-prometheus': cluster => flag(cluster, 'azureMonitorProfile', 'metrics', 'enabled'),
	'node-auto-provisioning': cluster => text(cluster, 'nodeProvisioningProfile', 'mode')?.toLowerCase() === 'auto',
	'oidc-issuer': cluster => flag(cluster, 'oidcIssuerProfile', 'enabled'),
	ubuntu: (_, pools) => runs(pools, /^ubuntu/),
	windows: (_, pools) => pools.some(pool => osTypeOf(pool) === 'windows'),
	'workload-identity': cluster => flag(cluster, 'securityProfile', 'workloadIdentity', 'enabled'),
};

/** The features that are on. A field that is not there is off: AKS leaves out what was never switched on. */
export function decodeFeatures({properties}: ArmResource): readonly ClusterFeature[] {
	const pools = objects(properties, 'agentPoolProfiles');
	return clusterFeatures.filter(feature => isOn[feature](properties, pools));
}

/** The keys of add-ons differ in case between API versions (`azurepolicy`, `azurePolicy`, `omsagent`, `omsAgent`). */
function hasAddOn(cluster: JsonObject, name: string): boolean {
	return Object.entries(object(cluster, 'addonProfiles') ?? {}).some(
		([key, addOn]) => key.toLowerCase() === name && isObject(addOn) && flag(addOn, 'enabled'),
	);
}

function osTypeOf(pool: JsonObject): string {
	return text(pool, 'osType')?.toLowerCase() ?? 'linux';
}

/** Linux pools are Ubuntu unless they say something else (`osSKU`, upgrade-os-version.md). */
function runs(pools: readonly JsonObject[], sku: RegExp): boolean {
	return pools.some(pool => osTypeOf(pool) === 'linux' && sku.test(text(pool, 'osSKU')?.toLowerCase() ?? 'ubuntu'));
}

function sizesOf(pool: JsonObject): readonly string[] {
	const sizes = [pool, ...objects(pool, 'virtualMachinesProfile', 'scale', 'manual')];
	return sizes.flatMap(size => text(size, 'vmSize') ?? text(size, 'size') ?? []);
}

/** The N families have GPUs, all but NP, which has FPGAs (virtual-machines/sizes/overview, GPU and FPGA accelerated). */
function isGpuSize(size: string): boolean {
	return /^(?:standard_)?n(?!p)[a-z]*\d/i.test(size);
}
