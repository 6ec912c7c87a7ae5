import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import {controls} from '../../source/controls/list.js';
import type {Flow} from '../../source/profiles/flow.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {Service} from '../../source/topology/kubernetes.js';
import type {JsonObject} from '../../source/topology/world.js';
import {fromInternet, group, open, resource, worldFrom} from './small-world.js';

/*
 * What people report of services that the internet does not reach: the group of the nodes' subnet, and what the service
 * itself admits. Each row names who says what is right.
 */
type Report = {
	readonly what: string;
	readonly source: string;
	readonly service?: Partial<Service>;
	/** Of the nodes' subnet, inbound, before a rule that denies everything. */
	readonly allowed?: readonly JsonObject[];
	readonly nodes?: readonly string[];
	readonly verdict: 'allowed' | 'blocked' | 'undecided';
	readonly by?: string;
};

const probe = {sourceAddressPrefix: 'AzureLoadBalancer', destinationPortRange: '*'};
const web = {sourceAddressPrefix: 'Internet', destinationAddressPrefix: '20.60.0.9', destinationPortRange: '80'};
const local = {externalTrafficPolicy: 'Local', healthCheckNodePort: 31_900} as const;

const reports: readonly Report[] = [
	{
		what: 'the address of the load balancer is allowed, and pods are on the node that it chose',
		source: 'Azure/AKS#674',
		service: local,
		allowed: [probe, web],
		verdict: 'allowed',
	},
	{
		what: 'the probe is not allowed',
		source: 'load-balancer-custom-probe-overview',
		service: local,
		allowed: [web],
		verdict: 'blocked',
		by: 'nsg',
	},
	{
		what: 'the node that was chosen passes requests on to a pod of another node, which the group denies',
		source: 'mspnp/aks-baseline#97',
		allowed: [probe, web],
		verdict: 'blocked',
		by: 'nsg',
	},
	{
		what: 'the same, with the nodes among themselves allowed',
		source: 'mspnp/aks-baseline#97',
		allowed: [probe, web, {sourceAddressPrefix: '10.1.0.0/24', destinationPortRange: '*'}],
		verdict: 'allowed',
	},
	{
		what: 'the same, with one node only',
		source: 'kubernetes.io, virtual-ips',
		allowed: [probe, web],
		nodes: ['10.1.0.4'],
		verdict: 'allowed',
	},
	{
		what: 'the tag AzureLoadBalancer is no frontend',
		source: 'Azure/AKS#1485',
		service: local,
		allowed: [probe, {...web, destinationAddressPrefix: 'AzureLoadBalancer'}],
		verdict: 'blocked',
		by: 'nsg',
	},
	{
		what: 'the service admits some ranges by its field',
		source: 'kubernetes.io, service',
		service: {...local, sourceRanges: ['20.40.1.0/24']},
		verdict: 'blocked',
		by: 'load-balancer',
	},
	{
		what: 'the service admits the tag of a front door only',
		source: 'AKS, configure-load-balancer-standard: azure-allowed-service-tags',
		service: {...local, sourceTags: ['AzureFrontDoor.Backend']},
		verdict: 'blocked',
		by: 'load-balancer',
	},
	{
		what: 'the service admits the tag Internet beside a range',
		source: 'AKS, configure-load-balancer-standard: azure-allowed-service-tags',
		service: {...local, sourceRanges: ['20.40.1.0/24'], sourceTags: ['Internet']},
		verdict: 'allowed',
	},
];

const pod = {
	apiVersion: 'v1',
	kind: 'Pod',
	metadata: {name: 'web-0', namespace: 'web', labels: {app: 'web'}},
	spec: {nodeName: 'node-0', containers: [{name: 'main', ports: [{containerPort: 8080}]}]},
	status: {phase: 'Running', podIP: '10.1.0.20'},
};

function worldOf({allowed, nodes = ['10.1.0.4', '10.1.0.5']}: Report) {
	const id = `${group}/networkSecurityGroups/nsg`;
	const rule = (name: string, access: string, priority: number, more: JsonObject) => ({
		name,
		properties: {
			...{priority, direction: 'Inbound', access, protocol: '*', sourcePortRange: '*', destinationAddressPrefix: '*'},
			...more,
		},
	});
	const securityRules = [
		...(allowed ?? []).map((more, index) => rule(`allow-${index}`, 'Allow', 100 + index, more)),
		rule('deny', 'Deny', 4000, {sourceAddressPrefix: '*', destinationPortRange: '*'}),
	];
	const guarded = {...open, nodes: {networkSecurityGroup: {id}}, resources: [resource(id, {securityRules})]};
	const machines = nodes.map((address, index) => ({
		apiVersion: 'v1',
		kind: 'Node',
		metadata: {name: `node-${index}`},
		status: {addresses: [{type: 'InternalIP', address}]},
	}));
	return worldFrom({...(allowed === undefined ? open : guarded), objects: [pod, ...machines]});
}

function flowTo(service: Partial<Service>): Flow {
	const {path} = fromInternet;
	return path.kind === 'ingress'
		? {...fromInternet, path: {...path, service: {...path.service, selector: {app: 'web'}, ...service}}}
		: fromInternet;
}

describe('load balancers in public reports', () => {
	test.each(reports)('$what: $verdict ($source)', report => {
		const finding = assessFlow(flowTo(report.service ?? {}), decodeTopology(worldOf(report)), controls);
		const deciding = finding.trail.filter(({verdict}) => verdict === report.verdict).map(({control}) => control);
		expect([finding.verdict, report.by === undefined || deciding.includes(report.by as never)]).toEqual([
			report.verdict,
			true,
		]);
	});
});
