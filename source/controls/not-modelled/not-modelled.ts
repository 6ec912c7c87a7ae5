import type {Hop} from '../../routing/way.js';
import {type ArmId, armKey, armName, parseArmId} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import type {Topology} from '../../topology/topology.js';
import type {Unjudged} from '../../topology/unjudged.js';
import type {Control} from '../control.js';
import type {DecisionOf} from '../decision.js';
import {judgeProxied} from './judge-proxied.js';

/** What stands on the way and is judged by nobody: it is never taken for open. */
export const notModelled = {
	id: 'not-modelled',
	title: 'Not modelled',
	judge: {
		pods: judgeProxied,
		subnet: ({subnet}, hop, topology) => judgeSurroundings([subnet], hop, topology),
		interface: ({subnets}, hop, topology) => judgeSurroundings(subnets, hop, topology),
		route: ({subnet}, hop, topology) => judgeSurroundings([subnet], hop, topology),
	},
	remedy: () => [],
} as const satisfies Control;

function judgeSurroundings(
	subnets: readonly ArmId[],
	hop: Hop,
	topology: Topology,
): readonly DecisionOf<'not-modelled'>[] {
	const places = new Set(subnets.flatMap(subnet => [subnet, parseArmId(subnet)?.parent ?? subnet]).map(armKey));
	return topology.unjudged
		.filter(
			({row, attachedTo}) =>
				row !== undefined &&
				concerns(row.attachedTo, hop) &&
				(row.closes === undefined || isPublic(hop)) &&
				attachedTo.some(id => places.has(armKey(id)) || isNamed(id, hop)),
		)
		.map(unjudged => decisionOn(unjudged, hop));
}

/** The service that a name leads to: its host is called as the resource is (`kv1` and `kv1.vault.azure.net`). */
function isNamed(id: ArmId, {packets}: Hop): boolean {
	return packets.hosts.some(
		host => host.kind === 'named' && host.pattern.toLowerCase().startsWith(`${armName(id).toLowerCase()}.`),
	);
}

/** A private endpoint leads past the firewall of a service; the addresses of a public name nobody here knows. */
function isPublic({packets}: Hop): boolean {
	return packets.quantifier === 'some-destination';
}

/** What decides about names says nothing of packets that were sent to an address. */
function concerns(holders: NonNullable<Unjudged['row']>['attachedTo'], {packets}: Hop): boolean {
	return holders.some(holder => holder !== 'name') || packets.hosts.some(({kind}) => kind === 'named');
}

function decisionOn(unjudged: Unjudged, hop: Hop): DecisionOf<'not-modelled'> {
	return {
		control: 'not-modelled',
		hop,
		verdict: 'undecided',
		resource: unjudged.id,
		station: `not-modelled/${armKey(unjudged.id)}`,
		missing: {
			datum: `what ${unjudged.title} ${unjudged.name} does with these packets`,
			command: commandLine('az', 'resource', 'show', '--ids', unjudged.id),
		},
		grounds: {kind: 'unjudged', unjudged},
	};
}
