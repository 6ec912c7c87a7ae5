import type {AddressSet} from '../network/address-set.js';
import type {PortSet} from '../network/port-set.js';
import type {ArmId} from './arm-id.js';
import type {ClusterFeature} from './decode/azure/decode-features.js';
import type {DnsZone} from './decode/kubernetes/corefile/dns-zone.js';
import type {Known} from './known.js';

/** How pods get their addresses (facts: AKS concepts-network-cni-overview). Decides which source address a control sees. */
export type CniKind = 'kubenet' | 'overlay' | 'pod-subnet' | 'node-subnet' | 'none';

/** Who enforces network policies. `kubernetes` is the plain specification, for manifests without a cluster. */
export type PolicyEngine = 'none' | 'azure' | 'calico' | 'cilium' | 'kubernetes';

export type AgentPool = {
	readonly name: string;
	/** Nodes now. */
	readonly count: number;
	/** With autoscaling: the most nodes there may be. */
	readonly maxCount: number | undefined;
	readonly maxPods: number;
	/** The nodes' subnet; undefined only when AKS manages the network and it could not be found. */
	readonly subnet: ArmId | undefined;
	/** Only with pod subnets. */
	readonly podSubnet: ArmId | undefined;
	readonly podAllocation: 'dynamic' | 'static-block';
	readonly nodePublicAddresses: boolean;
	/** The application security groups that its nodes' interfaces are in; no others (AKS node network profile). */
	readonly applicationSecurityGroups: readonly ArmId[];
	/** Ports of the host that AKS opens on nodes with public addresses. */
	readonly allowedHostPorts: readonly {readonly protocol: string; readonly ports: PortSet}[];
	readonly osType: string;
	/** A DNS of each node, which pods ask before any other; left out where there is none. */
	readonly localDns?: LocalDns;
};

/**
 * Whom the DNS of a node asks, by the zone that a name ends in, the longest first (AKS localdns-custom): for pods that
 * ask the cluster's DNS, and for those that ask as the node.
 */
export type LocalDns = {
	readonly forPods: ReadonlyMap<DnsZone, 'cluster' | 'network'>;
	readonly asNode: ReadonlyMap<DnsZone, 'cluster' | 'network'>;
};

/** What nodes and pods are told to use for names on the web (AKS http-proxy). */
export type HttpProxy = {
	readonly http: string | undefined;
	readonly https: string | undefined;
	/** Names, suffixes and ranges that are called directly. */
	readonly except: readonly string[];
};

export type ApiServer = {
	readonly fqdn: string | undefined;
	readonly privateCluster: boolean;
	readonly vnetIntegration: boolean;
	readonly vnetIntegrationSubnet: ArmId | undefined;
	/** As written in the cluster; may hold one service tag (preview). Empty means open to every address. */
	readonly authorizedRanges: readonly string[];
	readonly runCommandDisabled: boolean;
};

export type Cluster = {
	readonly id: ArmId;
	readonly name: string;
	readonly resourceGroup: string;
	readonly subscription: string;
	readonly location: string;
	readonly kubernetesVersion: string;
	readonly provisioningState: string;
	/** Resources in it belong to AKS and are never written to. */
	readonly nodeResourceGroup: string;
	readonly cni: CniKind;
	readonly podCidrs: AddressSet;
	readonly serviceCidrs: AddressSet;
	readonly policyEngine: PolicyEngine;
	readonly dataPlane: string;
	/** FQDN rules in CiliumNetworkPolicies work (ACNS security with FQDN or L7). */
	readonly fqdnPolicies: boolean;
	/** Open string: Azure adds values (`loadBalancer`, `userDefinedRouting`, `managedNATGateway`, `none`, `block`, …). */
	readonly outboundType: string;
	readonly loadBalancerSku: string;
	/** One probe of kube-proxy for all services with externalTrafficPolicy Cluster, instead of one for each port. */
	readonly sharedProbe: boolean;
	readonly pools: readonly AgentPool[];
	/** Add-ons, kinds of nodes and the like that are there, by the names that profiles use. */
	readonly features: readonly ClusterFeature[];
	readonly apiServer: ApiServer;
	readonly httpProxy: HttpProxy | undefined;
	/** Every public address the cluster's nodes may be seen with from outside; the API server must keep accepting them. */
	readonly egressAddresses: Known<AddressSet>;
};
