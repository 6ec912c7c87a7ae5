import type {ArmId, ArmKey} from './arm-id.js';
import {armKey, parseArmId} from './arm-id.js';
import {absent, type Known} from './known.js';

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export type JsonObject = {readonly [key: string]: Json | undefined};

/** An ARM resource exactly as the REST API returns it; nothing renamed, nothing dropped. */
export type ArmResource = JsonObject & {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly etag?: string;
	readonly properties: JsonObject;
};

/** A Kubernetes object exactly as the API server returns it. */
export type KubeObject = JsonObject & {
	readonly apiVersion: string;
	readonly kind: string;
	readonly metadata: JsonObject & {
		readonly name: string;
		readonly namespace?: string;
		readonly labels?: {readonly [key: string]: string};
		readonly annotations?: {readonly [key: string]: string};
		readonly resourceVersion?: string;
	};
};

/** The kinds we read, by the plural that the API server uses; with the group where another group has the same plural. */
export const kubeResources = [
	'namespaces',
	'pods',
	'services',
	'endpoints',
	'endpointslices',
	'deployments',
	'statefulsets',
	'daemonsets',
	'replicasets',
	'replicationcontrollers',
	'jobs',
	'cronjobs',
	'virtualmachines',
	'ingresses',
	'gateways',
	'httproutes',
	'grpcroutes',
	'networkpolicies',
	'ciliumnetworkpolicies',
	'ciliumclusterwidenetworkpolicies',
	'ciliumcidrgroups',
	'ciliumlocalredirectpolicies',
	'ciliumegressgatewaypolicies',
	'adminnetworkpolicies',
	'baselineadminnetworkpolicies',
	'clusternetworkpolicies',
	'networkpolicies.crd.projectcalico.org',
	'globalnetworkpolicies',
	'tiers',
	'networksets',
	'globalnetworksets',
	'hostendpoints',
	'serviceaccounts',
	'authorizationpolicies.security.istio.io',
	'peerauthentications',
	'sidecars',
	'envoyfilters',
	'virtualservices',
	'serviceentries',
	'servers',
	'authorizationpolicies.policy.linkerd.io',
	'meshtrafficpermissions',
	'serviceintentions',
	'traffictargets',
	'networkpolicies.crd.antrea.io',
	'clusternetworkpolicies.crd.antrea.io',
	'nodes',
	'configmaps',
] as const;

export type KubeResource = (typeof kubeResources)[number];

/** One subnet's row of `GET …/virtualNetworks/{name}/usages`. */
export type SubnetUsage = {readonly id: ArmId; readonly currentValue: number; readonly limit: number};

/** One entry of the service tag list. */
export type ServiceTag = {
	readonly name: string;
	readonly properties: JsonObject & {readonly addressPrefixes: readonly string[]};
};

/**
 * What a subscription and a cluster answered when asked: everything we know, in the words of the APIs.
 * Plain data, so a change can be tried on a copy ({@link file://./../plan/apply-to-world.ts}), a capture is a write, and
 * drift is a comparison. What is not in it was not read.
 */
export type World = {
	/** The cluster in question; absent in a world of Kubernetes manifests alone. */
	readonly cluster: ArmId | undefined;
	/** Top-level ARM resources and separately read children (rule collection groups), by lower-cased id. */
	readonly resources: ReadonlyMap<ArmKey, Known<ArmResource>>;
	/** Address use per subnet, by the lower-cased id of the virtual network. */
	readonly usages: ReadonlyMap<ArmKey, Known<readonly SubnetUsage[]>>;
	readonly serviceTags: Known<readonly ServiceTag[]>;
	/** What a network manager has put in force on a virtual network, as the network itself answers, by its lower-cased id. */
	readonly adminRules?: ReadonlyMap<ArmKey, Known<readonly JsonObject[]>>;
	/**
	 * What Azure answered when it was asked for what stands in no resource, by the lower-cased path of the call
	 * ({@link file://./call-answers.ts}).
	 */
	readonly callAnswers?: ReadonlyMap<ArmKey, Known<readonly JsonObject[]>>;
	readonly objects: Readonly<Record<KubeResource, Known<readonly KubeObject[]>>>;
	/**
	 * Lists that could not be read, with the reason, by lower-cased resource type: what such a list would have named is
	 * neither known nor absent. Left out where every list could be read.
	 */
	readonly unreadLists?: ReadonlyMap<string, string>;
};

export function resourceOf(world: World, id: ArmId): Known<ArmResource> {
	return world.resources.get(armKey(id)) ?? absent;
}

/** By the id, because the `type` field is spelled differently from answer to answer. */
export function isOfType(id: ArmId, type: string): boolean {
	return parseArmId(id)?.type.toLowerCase() === type.toLowerCase();
}
