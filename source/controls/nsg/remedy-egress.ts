import {anyAddress, formatAddresses} from '../../network/address-set.js';
import {equals} from '../../network/interval-set.js';
import type {EgressPath, Flow} from '../../profiles/flow.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Finding, Remedy} from '../control.js';
import {abbreviate} from '../destination-cases.js';
import {describeService} from '../question.js';
import {tagReadings} from '../virtual-network-tag.js';
import {decideEgress, egressLevels} from './assess-egress.js';
import {adviceOnly, type Blocker, describeGroups, openGroups, type RuleShape, type SecurityNeed} from './remedy.js';

export function remedyEgress({flow}: Finding, path: EgressPath, topology: Topology): readonly Remedy[] {
	const blockers = egressLevels(path, topology).flatMap((level): readonly Blocker[] => {
		if (level.state !== 'group') {
			return [];
		}

		const {verdict, denials} = decideEgress(flow, path, level.group, topology);
		return verdict === 'blocked' ? [{group: level.group, denials}] : [];
	});
	if (blockers.every(({group}) => group.managed)) {
		return adviceOnly(openGroups(blockers, []));
	}

	return waysTo(flow, path, topology).map(({id, label, opens, destinations}) => ({
		id,
		title: `Allow ${describeService(flow)} to ${label} in ${describeGroups(blockers)}`,
		opens,
		needs: openGroups(blockers, shapes(flow, path, destinations)),
	}));
}

type Way = {
	readonly id: string;
	readonly label: string;
	readonly opens: string;
	readonly destinations: SecurityNeed['destinations'];
};

function waysTo(flow: Flow, {origin, destination}: EgressPath, topology: Topology): readonly Way[] {
	const service = describeService(flow);
	if (destination.kind === 'addresses') {
		const {addresses, tag} = destination;
		const exact: Way = {
			id: 'addresses',
			label: abbreviate(formatAddresses(addresses)),
			opens: `Exactly these addresses on ${service}; later changes of the list are not followed.`,
			destinations: addresses,
		};
		if (tag === undefined) {
			return [exact];
		}

		const members = knownValue(topology.serviceTags)?.get(tag.toLowerCase());
		const byTag = tagWay(tag, service);
		return members !== undefined && equals(members, addresses) ? [byTag, exact] : [exact, byTag];
	}

	// Under a 0.0.0.0/0 route it is not settled what the tag Internet holds, so the rule names every address.
	const settled = tagReadings(origin.subnet, topology).length === 1;
	const everywhere: Way = {
		id: 'internet',
		label: settled ? 'the internet' : 'every address',
		opens: `Every ${settled ? 'address of the internet' : 'address'} on ${service}: security groups know no names, so ${destination.pattern} alone cannot be said here.`,
		destinations: settled ? {tag: 'Internet'} : anyAddress,
	};
	return destination.hosting.kind === 'service-tag'
		? [everywhere, tagWay(destination.hosting.tag, service)]
		: [everywhere];
}

function tagWay(tag: string, service: string): Way {
	return {
		id: 'service-tag',
		label: `service tag ${tag}`,
		opens: `Every address that Microsoft puts into ${tag}, now and later, on ${service}.`,
		destinations: {tag},
	};
}

function shapes(flow: Flow, {origin}: EgressPath, destinations: SecurityNeed['destinations']): readonly RuleShape[] {
	const spoken = flow.protocol === 'any' ? (['tcp', 'udp'] as const) : ([flow.protocol] as const);
	return spoken.map(protocol => ({
		direction: 'outbound',
		sources: origin.addresses,
		destinations,
		protocol,
		ports: flow.ports,
	}));
}
