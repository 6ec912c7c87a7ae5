import {expect, test} from 'vitest';
import {decodeFeatures} from '../../../../source/topology/decode/azure/decode-features.js';
import type {JsonObject} from '../../../../source/topology/world.js';

function featuresOf(properties: JsonObject): readonly string[] {
	return decodeFeatures({id: '/x', name: 'x', type: 'x', properties: {agentPoolProfiles: [], ...properties}});
}

/** Field by field as Microsoft.ContainerService/managedClusters answers it, and the same field switched off. */
test.each<[string, JsonObject, JsonObject]>([
	['azure-policy', {addonProfiles: {azurepolicy: {enabled: true}}}, {addonProfiles: {azurepolicy: {enabled: false}}}],
	['azure-policy', {addonProfiles: {azurePolicy: {enabled: true}}}, {addonProfiles: {azurePolicy: null}}],
	['container-insights', {addonProfiles: {omsAgent: {enabled: true}}}, {addonProfiles: {omsagent: {enabled: false}}}],
	[
		'container-insights',
		{azureMonitorProfile: {containerInsights: {enabled: true}}},
		{azureMonitorProfile: {containerInsights: {}}},
	],
	[
		'key-vault-provider',
		{addonProfiles: {azureKeyvaultSecretsProvider: {enabled: true}}},
		{addonProfiles: {azureKeyvaultSecretsProvider: {enabled: 'true'}}},
	],
	['managed-prometheus', {azureMonitorProfile: {metrics: {enabled: true}}}, {azureMonitorProfile: {metrics: null}}],
	[
		'app-monitoring',
		{azureMonitorProfile: {appMonitoring: {autoInstrumentation: {enabled: true}}}},
		{azureMonitorProfile: {appMonitoring: {autoInstrumentation: {enabled: false}}}},
	],
	[
		'defender',
		{securityProfile: {defender: {securityMonitoring: {enabled: true}}}},
		{securityProfile: {defender: {logAnalyticsWorkspaceResourceId: '/x'}}},
	],
	['workload-identity', {securityProfile: {workloadIdentity: {enabled: true}}}, {securityProfile: {}}],
	['oidc-issuer', {oidcIssuerProfile: {enabled: true}}, {oidcIssuerProfile: {enabled: false}}],
	['istio-addon', {serviceMeshProfile: {mode: 'Istio'}}, {serviceMeshProfile: {mode: 'Disabled'}}],
	['app-routing', {ingressProfile: {webAppRouting: {enabled: true}}}, {ingressProfile: {webAppRouting: {}}}],
	[
		'app-routing-gateway',
		{ingressProfile: {webAppRouting: {gatewayAPIImplementations: {appRoutingIstio: {mode: 'Enabled'}}}}},
		{
			ingressProfile: {
				gatewayAPI: {installation: 'Standard'},
				webAppRouting: {gatewayAPIImplementations: {appRoutingIstio: {mode: 'Disabled'}}},
			},
		},
	],
	[
		'container-networking',
		{networkProfile: {advancedNetworking: {enabled: true}}},
		{networkProfile: {advancedNetworking: {enabled: false, observability: {enabled: true}}}},
	],
	['keda-addon', {workloadAutoScalerProfile: {keda: {enabled: true}}}, {workloadAutoScalerProfile: {keda: {}}}],
	['node-auto-provisioning', {nodeProvisioningProfile: {mode: 'Auto'}}, {nodeProvisioningProfile: {mode: 'Manual'}}],
	['ai-toolchain-operator', {aiToolchainOperatorProfile: {enabled: true}}, {aiToolchainOperatorProfile: {}}],
	['cost-analysis', {metricsProfile: {costAnalysis: {enabled: true}}}, {metricsProfile: {costAnalysis: {}}}],
	['artifact-cache', {bootstrapProfile: {artifactSource: 'Cache'}}, {bootstrapProfile: {artifactSource: 'Direct'}}],
])('%s is read from %j and not from %j', (feature, on, off) => {
	expect(featuresOf(on)).toEqual([feature]);
	expect(featuresOf(off)).toEqual([]);
});

test.each<[JsonObject, readonly string[]]>([
	[{osType: 'Linux'}, ['ubuntu']],
	[{osType: 'Linux', osSKU: 'Ubuntu2404'}, ['ubuntu']],
	[{osType: 'Linux', osSKU: 'AzureLinux'}, ['azure-linux']],
	[{osType: 'Linux', osSKU: 'CBLMariner'}, ['azure-linux']],
	[{osType: 'Linux', osSKU: 'Flatcar'}, ['flatcar']],
	[{osType: 'Windows', osSKU: 'Windows2022'}, ['windows']],
	[{vmSize: 'Standard_NC24ads_A100_v4'}, ['gpu', 'ubuntu']],
	[{vmSize: 'standard_nv6'}, ['gpu', 'ubuntu']],
	[{vmSize: 'Standard_ND96isr_H100_v5'}, ['gpu', 'ubuntu']],
	// FPGAs; and D sizes with an n in them are no N sizes.
	[{vmSize: 'Standard_NP10s'}, ['ubuntu']],
	[{vmSize: 'Standard_D4ns_v6'}, ['ubuntu']],
	[{virtualMachinesProfile: {scale: {manual: [{size: 'Standard_NC4as_T4_v3', count: 1}]}}}, ['gpu', 'ubuntu']],
])('a pool %j has %j', (pool, features) => {
	expect(featuresOf({agentPoolProfiles: [pool]})).toEqual(features);
});
