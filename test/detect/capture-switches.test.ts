import {expect, test} from 'vitest';
import {createTally} from '../../source/detect/capture/masked.js';
import {stripResource} from '../../source/detect/capture/strip-resource.js';
import {clusterFeatures, decodeFeatures} from '../../source/topology/decode/azure/decode-features.js';

const on = {enabled: true};

/** A cluster where all is on that can be, with something beside each switch that nobody should hand on. */
const cluster = {
	id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks',
	name: 'aks',
	type: 'Microsoft.ContainerService/managedClusters',
	properties: {
		addonProfiles: {
			azurepolicy: {...on, config: {version: 'v2'}},
			omsAgent: {...on, config: {logAnalyticsWorkspaceResourceID: '/workspaces/of-somebody'}},
			azureKeyvaultSecretsProvider: {...on, identity: {clientId: 'of-somebody'}},
		},
		agentPoolProfiles: [
			{name: 'ubuntu', osType: 'Linux', osSKU: 'Ubuntu', vmSize: 'Standard_NC24ads_A100_v4'},
			{name: 'azurelinux', osType: 'Linux', osSKU: 'AzureLinux'},
			{name: 'flatcar', osType: 'Linux', osSKU: 'Flatcar'},
			{name: 'win', osType: 'Windows', osSKU: 'Windows2022'},
		],
		aiToolchainOperatorProfile: on,
		azureMonitorProfile: {
			metrics: {...on, kubeStateMetrics: {metricLabelsAllowlist: 'of-somebody'}},
			appMonitoring: {autoInstrumentation: on},
		},
		bootstrapProfile: {artifactSource: 'Cache', containerRegistryId: '/registries/of-somebody'},
		ingressProfile: {
			webAppRouting: {
				...on,
				dnsZoneResourceIds: ['/zones/of-somebody'],
				gatewayAPIImplementations: {appRoutingIstio: {mode: 'Enabled'}},
			},
		},
		metricsProfile: {costAnalysis: on},
		networkProfile: {advancedNetworking: on},
		nodeProvisioningProfile: {mode: 'Auto'},
		oidcIssuerProfile: {...on, issuerURL: 'https://of-somebody'},
		securityProfile: {
			azureKeyVaultKms: {...on, keyId: 'https://of-somebody'},
			defender: {securityMonitoring: on, logAnalyticsWorkspaceResourceId: '/workspaces/of-somebody'},
			workloadIdentity: on,
		},
		serviceMeshProfile: {mode: 'Istio', istio: {certificateAuthority: {plugin: {keyVaultId: 'of-somebody'}}}},
		workloadAutoScalerProfile: {keda: on},
	},
};

test('of a cluster a capture keeps every switch that profiles are found by, and nothing beside it', () => {
	expect(decodeFeatures(cluster)).toEqual([...clusterFeatures]);
	const captured = stripResource(cluster, createTally());
	expect(decodeFeatures(captured)).toEqual([...clusterFeatures]);
	expect(JSON.stringify(captured)).not.toContain('of-somebody');
});
