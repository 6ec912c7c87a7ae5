import {
	type ConnectionSet,
	connectionSet,
	isNoConnection,
	noConnection,
	subtractConnections,
} from '../../connectivity/connection-set.js';
import type {AddressShare} from '../../connectivity/evaluate-addresses.js';
import type {PolicyDirection} from '../../connectivity/policy-terms.js';
import {type AddressSet, formatAddresses} from '../../network/address-set.js';
import {difference, intersection, isEmpty} from '../../network/interval-set.js';
import type {Flow} from '../../profiles/flow.js';
import {describeExtent} from '../compare-required.js';
import type {PodGroup, Sides} from './pod-groups.js';
import type {Difference} from './policy-difference.js';

/** What a group of pods may exchange with addresses outside the cluster, before and after. */
export function compareOutside(groups: readonly PodGroup[], sides: Sides): readonly Difference[] {
	return groups.flatMap(group =>
		(['ingress', 'egress'] as const).flatMap(direction => compareGroup(group, direction, sides)),
	);
}

type Open = {readonly addresses: AddressSet; readonly connections: ConnectionSet};

function compareGroup(group: PodGroup, direction: PolicyDirection, {old, now}: Sides): readonly Difference[] {
	const was = old.connectivity.addressShares(direction, group.oldClass, 'certain', 'outside').map(resolve(old));
	const is = now.connectivity.addressShares(direction, group.nowClass, 'certain', 'outside').map(resolve(now));
	const describe = (kind: Difference['kind'], {addresses, connections}: Open, beyond: ConnectionSet): Difference => {
		const outside = formatAddresses(addresses);
		const names = kind === 'opened' && direction === 'egress' ? namesFor(beyond, group) : [];
		const pod = `${group.pods[0]?.namespace}/${group.pods[0]?.name}`;
		return {
			kind,
			connections,
			beyond,
			...(names.length === 0 ? {} : {forNames: {names, extent: describeExtent(addresses)}}),
			...(direction === 'ingress' ? {from: outside, to: group.label} : {from: group.label, to: outside}),
			example: direction === 'ingress' ? `${outside} to ${pod}` : `${pod} to ${outside}`,
		};
	};
	return [
		...surplus(is, was).map(open => describe('opened', open, beyondRequired(open, group, direction))),
		...surplus(was, is).map(open => describe('closed', open, noConnection)),
	];
}

function resolve({connectivity}: Sides['old']) {
	return ({addresses, connections}: AddressShare): Open => ({
		addresses,
		connections: connectivity.table.get(connections),
	});
}

/** What `a` lets through and `b` does not, by addresses. */
function surplus(a: readonly Open[], b: readonly Open[]): readonly Open[] {
	return a.flatMap(({addresses, connections}) => {
		const parts: Open[] = [];
		let rest = addresses;
		for (const other of b) {
			const common = intersection(rest, other.addresses);
			if (!isEmpty(common)) {
				parts.push({addresses: common, connections: subtractConnections(connections, other.connections)});
				rest = difference(rest, other.addresses);
			}
		}

		parts.push({addresses: rest, connections});
		return parts.filter(part => !isEmpty(part.addresses) && !isNoConnection(part.connections));
	});
}

/** All addresses of a share must be asked for; a policy that names a whole network for one address is wider. */
function beyondRequired({addresses, connections}: Open, group: PodGroup, direction: PolicyDirection): ConnectionSet {
	const flows = direction === 'ingress' ? group.listens : group.speaks;
	return [...flows]
		.filter(flow => isEmpty(difference(addresses, farEnd(flow))))
		.map(({protocol, ports}) =>
			connectionSet(protocol === 'any' ? {tcp: ports, udp: ports, sctp: ports} : {[protocol]: ports}),
		)
		.reduce(subtractConnections, connections);
}

/** The names that pods of the group speak to on just these ports; none where some of it is for no name. */
function namesFor(beyond: ConnectionSet, {speaks}: PodGroup): readonly string[] {
	const named = [...speaks].flatMap(({path, protocol, ports}) =>
		path.kind === 'egress' && path.destination.kind === 'name'
			? [
					{
						name: path.destination.pattern,
						wants: connectionSet(protocol === 'any' ? {tcp: ports, udp: ports} : {[protocol]: ports}),
					},
				]
			: [],
	);
	const rest = named.map(({wants}) => wants).reduce(subtractConnections, beyond);
	return isNoConnection(beyond) || !isNoConnection(rest) ? [] : [...new Set(named.map(({name}) => name))];
}

function farEnd({path}: Flow): AddressSet {
	if (path.kind === 'addresses-to-pods') {
		return path.from;
	}

	return path.kind === 'egress' && path.destination.kind === 'addresses' ? path.destination.addresses : [];
}
