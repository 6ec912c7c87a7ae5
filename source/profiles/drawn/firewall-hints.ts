import {overlaps} from '../../network/interval-set.js';
import {formatPorts, portsOf} from '../../network/port-set.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {clusterSubnets} from '../cluster-subnets.js';
import type {DrawnNeed} from './drawn-profile.js';

/**
 * Names that application rules let this cluster's subnets out to: somebody has asked for them before. A rule for
 * everybody says nothing of this cluster. Which namespace needs it no rule says.
 */
export function firewallHints(topology: Topology): readonly DrawnNeed[] {
	const cluster = knownValue(topology.cluster);
	if (cluster === undefined) {
		return [];
	}

	const own = clusterSubnets(cluster, topology).subnets.flatMap(({prefixes}) => prefixes);
	return topology.firewalls.flatMap(firewall =>
		(knownValue(firewall.groups) ?? [])
			.flatMap(({collections}) => collections)
			.filter(({action}) => action === 'allow')
			.flatMap(({rules}) => rules)
			.flatMap((rule): readonly DrawnNeed[] =>
				rule.kind !== 'application' || !isAbout(rule.source.addresses, own)
					? []
					: rule.targetFqdns
							.filter(name => name !== '*')
							.map(name => ({
								from: {kind: 'cluster'},
								to: {kind: 'name', name},
								protocol: 'tcp',
								ports: formatPorts(portsOf(rule.protocols.map(({port}) => port))),
								evidence: `rule ${rule.name} of firewall ${firewall.name} lets the cluster out to it`,
							})),
			),
	);
}

type Addresses = Topology['firewalls'][number]['privateAddresses'];

function isAbout(source: Addresses, own: Addresses): boolean {
	const isForAll = source.some(([first, last]) => first === 0 && last === 0xff_ff_ff_ff);
	return !isForAll && overlaps(source, own);
}
