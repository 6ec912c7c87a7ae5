import {armKey, armName, parseArmId} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {byHand} from '../by-hand.js';
import type {Stopped} from '../control.js';
import type {Remedy} from '../remedy.js';

/** A policy guards against data that leaves; which accounts it lists is for whoever keeps it. */
export function remedyEndpointPolicy({entries}: Stopped, topology: Topology): readonly Remedy[] {
	const grounds = entries.flatMap(({decision}) =>
		decision.control === 'service-endpoint-policy' && decision.grounds.kind === 'not-listed' ? [decision.grounds] : [],
	)[0];
	const policy = grounds?.policies.flatMap(id => knownValue(topology.serviceEndpointPolicies.get(armKey(id))) ?? [])[0];
	if (grounds === undefined || policy === undefined) {
		return [];
	}

	const definition = policy.definitions.find(({service}) => /^Microsoft\.Storage/i.test(service));
	const account = `ID-OF-${grounds.account}`;
	const command = commandLine(
		...['az', 'network', 'service-endpoint', 'policy-definition'],
		definition === undefined ? 'create' : 'update',
		...['--resource-group', parseArmId(policy.id)?.resourceGroup ?? '', '--policy-name', policy.name],
		...['--name', definition?.name ?? 'storage', '--service', 'Microsoft.Storage'],
		...['--service-resources', ...(definition?.resources ?? []), account],
	);
	return [
		byHand([
			{
				kind: 'advice',
				text: `Service endpoint policy ${policy.name} lets ${armName(grounds.subnet)} reach only the storage accounts that it lists: add ${grounds.account} by its id to a definition.`,
				commands: [
					commandLine(
						'az',
						'storage',
						'account',
						'show',
						'--name',
						grounds.account,
						'--query',
						'id',
						'--output',
						'tsv',
					),
					command,
				],
			},
		]),
	];
}
