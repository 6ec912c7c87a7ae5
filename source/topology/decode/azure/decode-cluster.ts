import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import {parseArmId} from '../../arm-id.js';
import type {AgentPool, ApiServer, Cluster, CniKind, HttpProxy, PolicyEngine} from '../../cluster.js';
import {field, flag, list, object, text, texts} from '../../json.js';
import {denied, type Known, known} from '../../known.js';
import type {ArmResource, Json, JsonObject, World} from '../../world.js';
import {decodeAgentPools} from './decode-agent-pools.js';
import {decodeFeatures} from './decode-features.js';
import {parsePrefixes} from './parse-addresses.js';

/** Everything but the egress, which depends on what surrounds the cluster. */
export type BareCluster = Omit<Cluster, 'egressAddresses'>;

/**
 * `denied` when a field that decides how everything else is read is not understood: to assume another plugin, or that no
 * ranges are set, would be wrong in the dangerous direction.
 */
export function decodeCluster(resource: ArmResource, world: World): Known<BareCluster> {
	const {id, name, properties} = resource;
	const parts = parseArmId(id);
	const network = object(properties, 'networkProfile');
	const pools = decodeAgentPools(resource, world);
	const cni = decodeCni(network, pools);
	const policyEngine = decodePolicyEngine(network);
	const apiServer = decodeApiServer(properties);
	if (parts === undefined || !cni.ok || !policyEngine.ok || !apiServer.ok) {
		const refusal = [cni, policyEngine, apiServer].find(result => !result.ok);
		const problem = refusal?.ok === false ? refusal.problem : 'its id is not the id of a resource';
		return denied(`The cluster ${name} could not be understood: ${problem}.`);
	}

	return known({
		id,
		name,
		resourceGroup: parts.resourceGroup,
		subscription: parts.subscription,
		location: text(resource, 'location') ?? '',
		kubernetesVersion: text(properties, 'currentKubernetesVersion') ?? text(properties, 'kubernetesVersion') ?? '',
		provisioningState: text(properties, 'provisioningState') ?? '',
		nodeResourceGroup: text(properties, 'nodeResourceGroup') ?? '',
		cni: cni.value,
		podCidrs: cidrs(network, 'podCidr'),
		serviceCidrs: cidrs(network, 'serviceCidr'),
		policyEngine: policyEngine.value,
		dataPlane: text(network, 'networkDataplane')?.toLowerCase() ?? 'azure',
		fqdnPolicies: hasFqdnPolicies(network),
		outboundType: spellOutboundType(text(network, 'outboundType')),
		loadBalancerSku: text(network, 'loadBalancerSku')?.toLowerCase() ?? 'standard',
		sharedProbe:
			text(network, 'loadBalancerProfile', 'clusterServiceLoadBalancerHealthProbeMode')?.toLowerCase() === 'shared',
		pools,
		features: decodeFeatures(resource),
		apiServer: apiServer.value,
		httpProxy: decodeHttpProxy(properties),
	});
}

/** Values differ in case between API versions (facts F1). */
function decodeCni(network: JsonObject | undefined, pools: readonly AgentPool[]): Parsed<CniKind> {
	const plugin = text(network, 'networkPlugin')?.toLowerCase();
	if (plugin === 'kubenet' || plugin === 'none') {
		return parsed(plugin);
	}

	if (plugin !== 'azure') {
		return refused(`its network plugin ${JSON.stringify(field(network, 'networkPlugin') ?? null)} is not known here`);
	}

	const mode = text(network, 'networkPluginMode')?.toLowerCase();
	if (mode === 'overlay') {
		return parsed('overlay');
	}

	if (mode !== undefined && mode !== 'none') {
		return refused(`its network plugin mode ${JSON.stringify(mode)} is not known here`);
	}

	return parsed(pools.some(pool => pool.podSubnet !== undefined) ? 'pod-subnet' : 'node-subnet');
}

const engines: ReadonlyMap<string, PolicyEngine> = new Map(
	(['none', 'azure', 'calico', 'cilium'] as const).map(engine => [engine, engine]),
);

function decodePolicyEngine(network: JsonObject | undefined): Parsed<PolicyEngine> {
	if (text(network, 'networkDataplane')?.toLowerCase() === 'cilium') {
		return parsed('cilium');
	}

	const policy = field(network, 'networkPolicy') ?? null;
	const engine = engines.get(policy === null || policy === '' ? 'none' : String(policy).toLowerCase());
	return engine === undefined
		? refused(`its network policy engine ${JSON.stringify(policy)} is not known here`)
		: parsed(engine);
}

function decodeApiServer(properties: JsonObject): Parsed<ApiServer> {
	const profile = object(properties, 'apiServerAccessProfile');
	const ranges = field(profile, 'authorizedIPRanges') ?? field(profile, 'authorizedIpRanges') ?? [];
	const privateCluster = field(profile, 'enablePrivateCluster') ?? false;
	if (!isTextList(ranges)) {
		return refused('its authorized ranges are not a list of texts');
	}

	if (
		typeof privateCluster !== 'boolean' ||
		(profile === undefined && (field(properties, 'apiServerAccessProfile') ?? null) !== null)
	) {
		return refused('the access to its API server is not described as it should be');
	}

	return parsed({
		fqdn: text(properties, 'fqdn') ?? text(properties, 'privateFQDN'),
		privateCluster,
		vnetIntegration: flag(profile, 'enableVnetIntegration'),
		vnetIntegrationSubnet: text(profile, 'subnetId'),
		authorizedRanges: ranges.filter(range => range !== ''),
		runCommandDisabled: flag(profile, 'disableRunCommand'),
	});
}

/** User and password, which the URLs may hold, are left out here and so everywhere. */
function decodeHttpProxy(properties: JsonObject): HttpProxy | undefined {
	const config = object(properties, 'httpProxyConfig');
	const [http, https] = ['httpProxy', 'httpsProxy'].map(field => text(config, field)?.replace(/\/\/.*@/, '//'));
	return config === undefined || (http === undefined && https === undefined) || field(config, 'enabled') === false
		? undefined
		: {http, https, except: [...texts(config, 'noProxy'), ...texts(config, 'effectiveNoProxy')]};
}

function isTextList(value: Json): value is readonly string[] {
	return Array.isArray(value) && texts(value).length === list(value).length;
}

/** Both spellings of the field united, and both families. */
function cidrs(network: JsonObject | undefined, name: string): BareCluster['podCidrs'] {
	const single = text(network, name);
	return parsePrefixes([...(single === undefined ? [] : [single]), ...texts(network, `${name}s`)]);
}

/** ACNS security with FQDN rules, from Kubernetes 1.29 (facts G). That absent means FQDN is inferred, [I]. */
function hasFqdnPolicies(network: JsonObject | undefined): boolean {
	const advanced = object(network, 'advancedNetworking');
	const policies = text(advanced, 'security', 'advancedNetworkPolicies')?.toLowerCase() ?? 'fqdn';
	return flag(advanced, 'enabled') && flag(advanced, 'security', 'enabled') && policies !== 'none';
}

const outboundTypes = [
	'loadBalancer',
	'userDefinedRouting',
	'managedNATGateway',
	'managedNATGatewayV2',
	'userAssignedNATGateway',
	'none',
	'block',
] as const;

/** Known ones in the spelling of the documents; others as they are, because Azure adds some. */
function spellOutboundType(type = 'loadBalancer'): string {
	return outboundTypes.find(known => known.toLowerCase() === type.toLowerCase()) ?? type;
}
