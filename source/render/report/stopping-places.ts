import type {ControlId} from '../../controls/control-id.js';
import {type Report, type ReportedEntry, type ReportedFinding, resourceName, tellingEntries} from './report.js';

/** A place where flows are stopped, and the rules there that do it. */
export type StoppingPlace = {
	/** `firewall afw-hub-weu`, `network policies` */
	readonly place: string;
	/** How many blocked flows it stops; a flow that is stopped at two places counts at both. */
	readonly flows: number;
	/** The rules that stop most, first. */
	readonly rules: readonly {readonly rule: string; readonly flows: number}[];
};

/** What stands behind all that is blocked, what stops most first. */
export function stoppingPlaces({findings}: Report): readonly StoppingPlace[] {
	const blocked = findings.filter(({verdict}) => verdict === 'blocked');
	const stops = blocked.flatMap(finding =>
		tellingEntries(finding).map(entry => ({flow: finding.flow, place: placeOf(entry), rule: ruleOf(entry)})),
	);
	return [...Map.groupBy(stops, ({place}) => place)]
		.map(([place, here]): StoppingPlace => {
			const rules = [...Map.groupBy(here, ({rule}) => rule)].map(([rule, those]) => ({rule, flows: countFlows(those)}));
			return {place, flows: countFlows(here), rules: rules.toSorted((a, b) => b.flows - a.flows)};
		})
		.toSorted((a, b) => b.flows - a.flows);
}

/** The controls that decided, each once: `azure-firewall, network-policy`. */
export function decidersOf(finding: ReportedFinding): readonly string[] {
	return [...new Set(tellingEntries(finding).map(({control}) => control))];
}

function countFlows(stops: readonly {readonly flow: string}[]): number {
	return new Set(stops.map(({flow}) => flow)).size;
}

/** Policies are many and stop together; everything else is a resource with a name. */
function placeOf({control, resource}: ReportedEntry): string {
	return control === 'network-policy' ? places[control] : `${places[control]} ${resourceName(resource)}`;
}

function ruleOf({control, resource, rule}: ReportedEntry): string {
	switch (control) {
		case 'network-policy': {
			return resource;
		}

		case 'azure-firewall': {
			// Group and collection stand before the rule's own name.
			return rule.split('/').at(-1) ?? rule;
		}

		default: {
			return rule;
		}
	}
}

const places: Readonly<Record<ControlId | 'profile', string>> = {
	profile: 'profile',
	'private-cluster': 'private cluster',
	'authorized-ranges': 'authorized ranges of',
	'security-admin': 'security admin rules',
	'network-policy': 'network policies',
	nsg: 'NSG',
	'route-table': 'route table',
	'azure-firewall': 'firewall',
	'load-balancer': 'load balancer',
	'node-addresses': 'public addresses of nodes',
	'private-endpoint': 'private endpoint',
	'pod-dns': 'DNS of pods',
	'http-proxy': 'HTTP proxy',
	'subnet-capacity': 'addresses of subnet',
	'this-machine': 'this machine',
	'service-endpoint-policy': 'service endpoint policy',
	'not-modelled': 'not modelled:',
};
