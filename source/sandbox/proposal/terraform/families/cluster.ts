import type {Json} from '../../../json.js';
import type {Mapping, Rules} from './mapping.js';

const service = 'Microsoft.ContainerService';

const pool: Rules = {
	name: 'name',
	node_count: 'count',
	min_count: 'minCount',
	max_count: 'maxCount',
	auto_scaling_enabled: 'enableAutoScaling',
	enable_auto_scaling: 'enableAutoScaling',
	vm_size: 'vmSize',
	vnet_subnet_id: 'vnetSubnetID',
	pod_subnet_id: 'podSubnetID',
	max_pods: 'maxPods',
	os_type: 'osType',
	os_sku: 'osSKU',
	mode: 'mode',
	node_labels: 'nodeLabels',
	node_taints: 'nodeTaints',
	node_public_ip_enabled: 'enableNodePublicIP',
	enable_node_public_ip: 'enableNodePublicIP',
	node_public_ip_prefix_id: 'nodePublicIPPrefixID',
	node_network_profile: {
		to: 'networkProfile',
		in: {
			application_security_group_ids: 'applicationSecurityGroups[]',
			allowed_host_ports: {
				to: 'allowedHostPorts[]',
				in: {port_start: 'portStart', port_end: 'portEnd', protocol: 'protocol'},
			},
		},
	},
	zones: 'availabilityZones',
	orchestrator_version: 'orchestratorVersion',
};

const ranges = 'apiServerAccessProfile.authorizedIPRanges';

/** Clusters and their node pools, of which only what decides about the network is taken: the rest holds secrets. */
export const clusterFamily: Readonly<Record<string, Mapping>> = {
	azurerm_kubernetes_cluster: {
		type: `${service}/managedClusters`,
		onlyRules: true,
		rules: {
			location: 'location',
			kubernetes_version: 'kubernetesVersion',
			dns_prefix: 'dnsPrefix',
			fqdn: 'fqdn',
			private_fqdn: 'privateFQDN',
			node_resource_group: 'nodeResourceGroup',
			default_node_pool: {
				to: 'agentPoolProfiles[]',
				in: {...pool, type: 'type'},
			},
			network_profile: {
				to: 'networkProfile',
				in: {
					network_plugin: 'networkPlugin',
					network_plugin_mode: 'networkPluginMode',
					network_policy: 'networkPolicy',
					network_data_plane: 'networkDataplane',
					ebpf_data_plane: 'networkDataplane',
					network_mode: 'networkMode',
					outbound_type: 'outboundType',
					pod_cidr: 'podCidr',
					pod_cidrs: 'podCidrs',
					service_cidr: 'serviceCidr',
					service_cidrs: 'serviceCidrs',
					dns_service_ip: 'dnsServiceIP',
					ip_versions: 'ipFamilies',
					load_balancer_sku: 'loadBalancerSku',
					load_balancer_profile: {
						to: 'loadBalancerProfile',
						in: {
							effective_outbound_ips: 'effectiveOutboundIPs[].id',
							outbound_ip_address_ids: 'outboundIPs.publicIPs[].id',
							outbound_ip_prefix_ids: 'outboundIPPrefixes.publicIPPrefixes[].id',
							managed_outbound_ip_count: 'managedOutboundIPs.count',
							managed_outbound_ipv6_count: 'managedOutboundIPs.countIPv6',
						},
					},
					nat_gateway_profile: {
						to: 'natGatewayProfile',
						in: {
							effective_outbound_ips: 'effectiveOutboundIPs[].id',
							managed_outbound_ip_count: 'managedOutboundIPProfile.count',
						},
					},
				},
			},
			api_server_access_profile: {
				to: 'apiServerAccessProfile',
				in: {
					authorized_ip_ranges: 'authorizedIPRanges',
					subnet_id: 'subnetId',
					virtual_network_integration_enabled: 'enableVnetIntegration',
					vnet_integration_enabled: 'enableVnetIntegration',
				},
			},
			api_server_authorized_ip_ranges: ranges,
			private_cluster_enabled: 'apiServerAccessProfile.enablePrivateCluster',
			private_cluster_public_fqdn_enabled: 'apiServerAccessProfile.enablePrivateClusterPublicFQDN',
			private_dns_zone_id: 'apiServerAccessProfile.privateDNSZone',
			public_network_access_enabled: {
				to: 'publicNetworkAccess',
				value: (value: Json) => (value === false ? 'Disabled' : undefined),
			},
			http_proxy_config: {
				to: 'httpProxyConfig',
				in: {http_proxy: 'httpProxy', https_proxy: 'httpsProxy', no_proxy: 'noProxy'},
			},
		},
	},
	azurerm_kubernetes_cluster_node_pool: {
		type: `${service}/managedClusters/agentPools`,
		parent: ['kubernetes_cluster_id'],
		onlyRules: true,
		rules: pool,
	},
};
