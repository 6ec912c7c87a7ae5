import type {TrailEntry} from '../controls/finding.js';
import {adminWording} from './admin-wording.js';
import {balancerWording} from './balancer-wording.js';
import {capacityWording} from './capacity-wording.js';
import type {Told, Wording} from './control-wording.js';
import {endpointPolicyWording} from './endpoint-policy-wording.js';
import {endpointWording} from './endpoint-wording.js';
import {firewallWording} from './firewall-wording.js';
import {groupWording} from './group-wording.js';
import {machineWording} from './machine-wording.js';
import {nodeAddressWording} from './node-address-wording.js';
import {podDnsWording} from './pod-dns-wording.js';
import {policyWording} from './policy-wording.js';
import {privateClusterWording} from './private-cluster-wording.js';
import {proxyWording} from './proxy-wording.js';
import {rangesWording} from './ranges-wording.js';
import {routeWording} from './route-wording.js';
import {unmodelledWording} from './unmodelled-wording.js';

/** The rule and the sentence of one entry of a finding's trail. */
export function wordingOf(entry: TrailEntry, told: Told): Wording {
	const {decision} = entry;
	switch (decision.control) {
		case 'private-cluster': {
			return privateClusterWording(decision.grounds);
		}

		case 'authorized-ranges': {
			return rangesWording(decision.grounds, decision.hop);
		}

		case 'network-policy': {
			return policyWording(decision.grounds);
		}

		case 'security-admin': {
			return adminWording(decision.grounds, entry, told);
		}

		case 'nsg': {
			return groupWording(decision.grounds, entry, told);
		}

		case 'route-table': {
			return routeWording(decision.grounds, entry, told);
		}

		case 'azure-firewall': {
			return firewallWording(decision.grounds, entry, told.flow);
		}

		case 'load-balancer': {
			return balancerWording(decision.grounds);
		}

		case 'node-addresses': {
			return nodeAddressWording(decision.grounds, told.flow);
		}

		case 'pod-dns': {
			return podDnsWording(decision.grounds);
		}

		case 'private-endpoint': {
			return endpointWording(decision.grounds, entry);
		}

		case 'http-proxy': {
			return proxyWording(decision.grounds, told.flow);
		}

		case 'service-endpoint-policy': {
			return endpointPolicyWording(decision.grounds);
		}

		case 'not-modelled': {
			return unmodelledWording(decision.grounds);
		}

		case 'subnet-capacity': {
			return capacityWording(decision.grounds);
		}

		case 'this-machine': {
			return machineWording(decision.grounds, told.flow);
		}
	}
}
