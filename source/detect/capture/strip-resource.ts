import {isObject} from '../../topology/json.js';
import {type ArmResource, isOfType, type Json, type JsonObject} from '../../topology/world.js';
import type {Tally} from './masked.js';
import {stripText} from './strip-text.js';

/**
 * What no verdict needs and nobody should hand on: credentials, keys, what people wrote, the people behind tags. A
 * capture is sent to others, so of a cluster, whose settings hold proxies, profiles and keys of all sorts, only what is
 * named here goes along; of the rest of a network, everything but what may be a secret by its name.
 */
const secretFields =
	/secret|password|passphrase|token|credential|connectionstring|signature|(?:private|shared|access|account|api|authorization|service|primary|secondary|encryption)_?key|^(?:kubeconfigs?|tags|systemData|description)$/i;

/** The fields that are kept: all of what stands there, or of an object only some; `*` is every other field. */
type Kept = {readonly [name: string]: true | Kept};

const scale: Kept = {manual: {count: true, size: true}};

const agentPool: Kept = {
	...named('name', 'count', 'vmSize', 'osType', 'osSKU', 'mode', 'type', 'maxPods', 'vnetSubnetID', 'podSubnetID'),
	...named('podIPAllocationMode', 'enableAutoScaling', 'minCount', 'maxCount', 'orchestratorVersion'),
	...named('currentOrchestratorVersion', 'enableNodePublicIP', 'nodePublicIPPrefixID', 'provisioningState'),
	powerState: named('code'),
	networkProfile: {...named('applicationSecurityGroups'), allowedHostPorts: named('portStart', 'portEnd', 'protocol')},
	virtualMachinesProfile: {scale},
	localDNSProfile: named('mode', 'state', 'kubeDNSOverrides', 'vnetDNSOverrides'),
};

const references: Kept = named('id');

const balancer: Kept = {
	...named('allocatedOutboundPorts', 'idleTimeoutInMinutes', 'backendPoolType', 'enableMultipleStandardLoadBalancers'),
	managedOutboundIPs: named('count', 'countIPv6'),
	managedOutboundIPProfile: named('count'),
	outboundIPs: {publicIPs: references},
	outboundIPPrefixes: {publicIPPrefixes: references},
	effectiveOutboundIPs: references,
};

/** What is switched on, as topology/decode/azure/decode-features.ts reads it; profiles are found by it. */
const switches: Kept = {
	addonProfiles: {'*': named('enabled')},
	aiToolchainOperatorProfile: named('enabled'),
	azureMonitorProfile: {
		metrics: named('enabled'),
		containerInsights: named('enabled'),
		appMonitoring: {autoInstrumentation: named('enabled')},
	},
	bootstrapProfile: named('artifactSource'),
	ingressProfile: {
		gatewayAPI: named('installation'),
		webAppRouting: {...named('enabled'), gatewayAPIImplementations: {appRoutingIstio: named('mode')}},
	},
	metricsProfile: {costAnalysis: named('enabled')},
	nodeProvisioningProfile: named('mode'),
	oidcIssuerProfile: named('enabled'),
	securityProfile: {defender: {securityMonitoring: named('enabled')}, workloadIdentity: named('enabled')},
	serviceMeshProfile: named('mode'),
	workloadAutoScalerProfile: {keda: named('enabled')},
};

const clusterProperties: Kept = {
	...switches,
	...named('provisioningState', 'kubernetesVersion', 'currentKubernetesVersion', 'dnsPrefix', 'fqdn', 'privateFQDN'),
	...named('azurePortalFQDN', 'nodeResourceGroup', 'enableRBAC', 'disableLocalAccounts', 'maxAgentPools'),
	...named('publicNetworkAccess', 'supportPlan', 'resourceUID'),
	powerState: named('code'),
	agentPoolProfiles: agentPool,
	networkProfile: {
		...named('networkPlugin', 'networkPluginMode', 'networkPolicy', 'networkMode', 'networkDataplane'),
		...named('podCidr', 'podCidrs', 'serviceCidr', 'serviceCidrs', 'dnsServiceIP', 'ipFamilies', 'outboundType'),
		...named('loadBalancerSku', 'podLinkLocalAccess'),
		advancedNetworking: {
			...named('enabled'),
			observability: named('enabled'),
			security: {...named('enabled', 'advancedNetworkPolicies'), transitEncryption: named('type')},
		},
		loadBalancerProfile: balancer,
		natGatewayProfile: balancer,
		staticEgressGatewayProfile: named('enabled'),
	},
	apiServerAccessProfile: {
		...named('authorizedIPRanges', 'authorizedIpRanges', 'enablePrivateCluster', 'privateDNSZone'),
		...named('enablePrivateClusterPublicFQDN', 'disableRunCommand', 'enableVnetIntegration', 'subnetId'),
	},
	httpProxyConfig: named('enabled', 'httpProxy', 'httpsProxy', 'noProxy', 'effectiveNoProxy'),
	privateLinkResources: named('id', 'name', 'type', 'groupId', 'requiredMembers'),
	// az does not write to a cluster whose answer lacks it.
	identityProfile: {kubeletidentity: named('resourceId', 'clientId', 'objectId')},
};

const envelope = named('id', 'name', 'type', 'location', 'kind', 'etag', 'eTag', 'zones');

const cluster: Kept = {
	...envelope,
	sku: named('name', 'tier'),
	identity: named('type', 'principalId', 'tenantId'),
	properties: clusterProperties,
};

function named(...names: readonly string[]): Kept {
	return Object.fromEntries(names.map(name => [name, true]));
}

export function stripResource(resource: ArmResource, tally: Tally): ArmResource {
	const kept = isOfType(resource.id, 'Microsoft.ContainerService/managedClusters')
		? pick(resource, cluster, tally)
		: isOfType(resource.id, 'Microsoft.ContainerService/managedClusters/agentPools')
			? pick(resource, {...envelope, properties: agentPool}, tally)
			: stripFields(resource, tally);
	// The fields that make a resource one are always among those that stay.
	return kept as ArmResource;
}

const told: Kept = {
	...named(
		// Of an interface, of a gateway, and of a hub: where packets to which prefixes go, and who says so.
		...['name', 'source', 'state', 'addressPrefix', 'nextHopType', 'nextHopIpAddress', 'disableBgpRoutePropagation'],
		...['network', 'origin', 'nextHop', 'sourcePeer', 'localAddress', 'weight'],
		...['addressPrefixes', 'nextHops', 'routeOrigin'],
	),
	// Of an interface: which groups are in force there, and by which rules.
	networkSecurityGroup: named('id'),
	association: {subnet: named('id'), networkInterface: named('id')},
	effectiveSecurityRules: named(
		...['name', 'priority', 'direction', 'access', 'protocol'],
		...['source', 'destination'].flatMap(side => [
			...[`${side}PortRange`, `${side}PortRanges`, `${side}AddressPrefix`, `${side}AddressPrefixes`],
			`expanded${side.slice(0, 1).toUpperCase()}${side.slice(1)}AddressPrefix`,
		]),
	),
};

/** What Azure tells that stands in no resource. */
export function stripAnswers(rows: readonly JsonObject[], tally: Tally): Json {
	return pick(rows, told, tally);
}

/** In a list the names hold for every member. A value of another kind than expected stays: its reader has to see that. */
function pick(value: Json, kept: Kept, tally: Tally): Json {
	if (Array.isArray(value)) {
		return (value as readonly Json[]).map(item => pick(item, kept, tally));
	}

	return isObject(value)
		? fieldsOf(value, tally, (name, child) => {
				const inside = Object.hasOwn(kept, name) ? kept[name] : kept['*'];
				return inside === undefined
					? undefined
					: inside === true
						? stripFields(child, tally)
						: pick(child, inside, tally);
			})
		: stripFields(value, tally);
}

/** Everything but what may be a secret, by its name or its form. */
export function stripFields(value: Json, tally: Tally): Json {
	if (typeof value === 'string') {
		return countedText(value, tally);
	}

	if (Array.isArray(value)) {
		return (value as readonly Json[]).map(item => stripFields(item, tally));
	}

	return isObject(value)
		? fieldsOf(value, tally, (name, child) => (secretFields.test(name) ? undefined : stripFields(child, tally)))
		: value;
}

function fieldsOf(value: JsonObject, tally: Tally, keep: (name: string, child: Json) => Json | undefined): JsonObject {
	return Object.fromEntries(
		Object.entries(value).flatMap(([name, child = null]) => {
			const kept = keep(name, child);
			if (kept === undefined) {
				tally.add('fields');
			}

			return kept === undefined ? [] : [[name, kept] as const];
		}),
	);
}

export function countedText(text: string, tally: Tally): string {
	const stripped = stripText(text);
	if (stripped !== text) {
		tally.add('texts');
	}

	return stripped;
}
