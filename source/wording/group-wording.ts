import type {TrailEntry} from '../controls/finding.js';
import type {GroupGrounds} from '../controls/nsg/grounds.js';
import {ruleLabel} from '../controls/nsg/match-rules.js';
import {formatAddress} from '../network/address.js';
import {formatAddresses} from '../network/address-set.js';
import {describeDestination} from '../routing/destination-cases.js';
import {serviceName} from '../routing/publication.js';
import {describePart, describeService} from '../routing/question.js';
import type {Hop} from '../routing/way.js';
import {armName} from '../topology/arm-id.js';
import type {Service} from '../topology/kubernetes.js';
import type {Told, Wording} from './control-wording.js';
import {listed} from './listed.js';

/** What a security group says, in words. */
export function groupWording(grounds: GroupGrounds, entry: TrailEntry, told: Told): Wording {
	switch (grounds.kind) {
		case 'no-group': {
			return {rule: 'no security group', why: `Subnet ${armName(entry.resource)} has no security group.`};
		}

		case 'unread': {
			return {rule: 'unknown', why: grounds.reason};
		}

		case 'unread-nodes': {
			return {
				rule: 'unknown',
				why: `The subnets of the nodes behind ${serviceName(grounds.service)} are not known.`,
			};
		}

		case 'rules': {
			const rule = listed(grounds.rules.map(ruleLabel));
			return {rule, why: `${sentence(grounds, rule, entry, told)}${limitOf(told)}`};
		}
	}
}

function sentence(
	{group, packets, told: by}: Extract<GroupGrounds, {kind: 'rules'}>,
	rule: string,
	{verdict, missing, decision}: TrailEntry,
	told: Told,
): string {
	const traffic = trafficOf(decision.hop, told);
	const shown = by === undefined ? '' : `, as interface ${armName(by)} shows`;
	switch (verdict) {
		case 'allowed': {
			return `${group.name} allows ${traffic} by ${rule}${shown}.`;
		}

		case 'undecided': {
			return `Whether ${group.name} denies ${traffic} by ${rule} depends on ${missing?.datum ?? 'what is not known'}.`;
		}

		default: {
			const {path} = told.flow;
			const part =
				path.kind === 'egress' && path.destination.kind === 'addresses'
					? describePart(packets, path.destination.addresses)
					: '';
			return `${group.name} denies ${traffic} by ${rule}${part}${shown}.`;
		}
	}
}

/** `tcp 443 to gcr.io`, `tcp 80 from the internet to azds/traefik at 20.1.2.3`. */
export function trafficOf({leg, packets}: Hop, {flow, way}: Told): string {
	const {path} = flow;
	if (leg === 'probe') {
		return `health probes on ${describeService(packets)}`;
	}

	if (leg === 'lookup') {
		return `DNS questions to ${formatAddresses(packets.destination)}`;
	}

	if (leg === 'forward') {
		return `${describeService(packets)}, passed on from node to node for ${flow.to},`;
	}

	switch (path.kind) {
		case 'egress': {
			return `${describeService(packets)} to ${describeDestination(path.destination)}`;
		}

		case 'ingress': {
			const address = packets.destination[0]?.[0];
			const at = address === undefined ? '' : ` at ${formatAddress(address)}`;
			return `${describeService(flow)} from ${path.from === undefined ? senderOf(packets, way) : flow.from} to ${serviceName(path.service)}${at}`;
		}

		default: {
			return `${describeService(packets)} from ${flow.from} to ${flow.to}`;
		}
	}
}

/** Clients anywhere, or the firewall that translates what they send. */
function senderOf({quantifier}: Hop['packets'], {cases}: Told['way']): string {
	if (quantifier === 'most-sources') {
		return 'the internet';
	}

	const published = cases.flatMap(({hops}) => hops).flatMap(({place}) => (place.kind === 'publication' ? [place] : []));
	const firewalls = published.flatMap(({publication: {by, candidates}}) => by?.firewall ?? candidates[0] ?? []);
	return `firewall ${firewalls[0]?.name ?? ''}`;
}

/** What the service itself restricts its clients to; AKS turns it into rules of its own group. */
function limitOf({flow: {path}}: Told): string {
	const ranges = path.kind === 'ingress' ? rangesOf(path.service) : [];
	return ranges.length === 0 || ranges.includes('0.0.0.0/0')
		? ''
		: ` The service itself admits only ${listed(ranges.map(range => range.trim()))}.`;
}

function rangesOf({sourceTags = [], sourceRanges}: Service): readonly string[] {
	return [...sourceRanges, ...sourceTags];
}
