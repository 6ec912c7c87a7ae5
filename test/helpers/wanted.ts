import type {NeedKind, NeedOf} from '../../source/controls/need.js';
import {addresses, anyAddress} from '../../source/network/address-set.js';
import {ports} from '../../source/network/port-set.js';
import type {DraftContext, Drafter} from '../../source/plan/needs/need-record.js';
import {requirementsOf} from '../../source/plan/needs/served.js';
import type {Wanted, WantedOf} from '../../source/plan/wanted.js';
import {knownValue} from '../../source/topology/known.js';
import type {Topology} from '../../source/topology/topology.js';
import type {Json} from '../../source/topology/world.js';
import {worldOf} from './read-world.js';
import {egressFlow, groupId, idOf, tableId, toName} from './topology.js';

/** One need of every kind; tests say what is otherwise. */
export const sampleNeeds: {readonly [Kind in NeedKind]: NeedOf<Kind>} = {
	'application-rule': {
		kind: 'application-rule',
		firewall: idOf('azureFirewalls', 'fw'),
		sources: addresses('10.0.1.0/24'),
		name: 'gcr.io',
		scheme: 'https',
		port: 443,
	},
	'network-rule': {
		kind: 'network-rule',
		firewall: idOf('azureFirewalls', 'fw'),
		sources: addresses('10.0.1.0/24'),
		destinations: addresses('20.1.1.1'),
		protocol: 'tcp',
		ports: ports(443),
	},
	'dnat-rule': {
		kind: 'dnat-rule',
		firewall: idOf('azureFirewalls', 'fw'),
		publicAddress: addresses('20.50.0.1')[0]?.[0] ?? 0,
		sources: anyAddress,
		protocol: 'tcp',
		port: 443,
		translatedAddress: addresses('10.0.1.9')[0]?.[0] ?? 0,
	},
	'security-rule': {
		kind: 'security-rule',
		securityGroup: groupId,
		direction: 'outbound',
		sources: addresses('10.0.1.0/24'),
		destinations: anyAddress,
		protocol: 'tcp',
		ports: ports(443),
		before: 4000,
	},
	route: {kind: 'route', routeTable: tableId, prefix: addresses('20.1.1.1'), nextHop: 'Internet'},
	'authorized-range': {kind: 'authorized-range', ranges: addresses('20.9.7.1'), why: ''},
	'network-policy': {
		kind: 'network-policy',
		policy: {
			apiVersion: 'networking.k8s.io/v1',
			kind: 'NetworkPolicy',
			metadata: {name: 'talk', namespace: 'shop', labels: {'app.kubernetes.io/managed-by': 'aksess'}},
			spec: {podSelector: {}, policyTypes: ['Ingress'], ingress: [{from: [{podSelector: {}}]}]},
		},
	},
	'namespace-label': {kind: 'namespace-label', namespace: 'shop', key: 'team', value: 'a'},
	'service-annotation': {kind: 'service-annotation', namespace: 'shop', name: 'web', annotations: {internal: 'true'}},
	advice: {kind: 'advice', text: 'Ask somebody.', commands: []},
};

/** `wants('route', {nextHop: 'VnetLocal'}, 'pull')`: for a requirement, of which the flow has the name. */
export function wants<Kind extends NeedKind>(
	kind: Kind,
	rest: Partial<NeedOf<Kind>> = {},
	requirement = 'pull',
): WantedOf<Kind> {
	return {
		// A spread of one kind is of that kind; only the type forgets that.
		need: {...sampleNeeds[kind], ...rest} as unknown as WantedOf<Kind>['need'],
		flow: egressFlow(toName('gcr.io'), {id: requirement, requirement, purpose: `${requirement} works.`}),
		control: 'nsg',
		title: '',
	};
}

export function draftedBy(
	{draft}: Drafter,
	wanted: readonly Wanted[],
	topology: Topology,
	objects: readonly Json[] = [],
) {
	const cluster = knownValue(topology.cluster);
	if (cluster === undefined) {
		throw new Error('no cluster');
	}

	const context: DraftContext = {cluster, topology, world: worldOf(objects), sharers: requirementsOf};
	const {drafts, problems} = draft(wanted, context);
	return {drafts, changes: drafts.map(({change}) => change), problems};
}
