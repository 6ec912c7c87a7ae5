import {describe, expect, test} from 'vitest';
import {requiredAtSubnet} from '../../source/controls/required-packets.js';
import {addresses} from '../../source/network/address-set.js';
import {box, isWithin} from '../../source/network/packet-set.js';
import {ports} from '../../source/network/port-set.js';
import {protocols} from '../../source/network/protocol-set.js';
import type {Flow} from '../../source/profiles/flow.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {fromInternet, nodes, open, toAddresses, toName, worldFrom} from '../routing/small-world.js';
import {flowOn} from './flow-on.js';

/*
 * What a rule may open without being wider than required: all that passes the group on the ways of the flows.
 */

const pod = (name: string, address: string) => ({
	namespace: 'default',
	name,
	labels: {},
	addresses: addresses(address),
	hostNetwork: false,
	node: name,
	ports: [],
	callsApiServerByName: false,
	workload: {kind: 'Pod', name},
});

const between: Flow = flowOn(
	{kind: 'pod-to-pod', from: [pod('a', '10.1.0.10')], to: [pod('b', '10.1.0.20')]},
	{ports: ports(8080)},
);

const topology = decodeTopology(worldFrom(open));

function covers(flow: Flow, direction: 'inbound' | 'outbound', source: string, destination: string, port: number) {
	const asked = box({
		source: addresses(source),
		destination: addresses(destination),
		protocol: protocols('tcp'),
		destinationPort: ports(port),
	});
	return isWithin([asked], requiredAtSubnet([flow], nodes, direction, topology).exact);
}

describe('at the group of a subnet is required', () => {
	test.each([
		['between pods, the way out', between, 'outbound', '10.1.0.10', '10.1.0.20', 8080, true],
		['between pods, the way in', between, 'inbound', '10.1.0.10', '10.1.0.20', 8080, true],
		['between pods, no other port', between, 'inbound', '10.1.0.10', '10.1.0.20', 8081, false],
		['between pods, no other pod', between, 'inbound', '10.1.0.11', '10.1.0.20', 8080, false],
		['clients anywhere to the frontend', fromInternet, 'inbound', '20.9.9.9', '20.60.0.9', 80, true],
		['probes to the node port', fromInternet, 'inbound', '168.63.129.16', '10.1.0.0/24', 30_080, true],
		['nobody else to the node port', fromInternet, 'inbound', '20.9.9.9', '10.1.0.0/24', 30_080, false],
		['addresses outside', toAddresses, 'outbound', '10.1.0.0/24', '20.1.2.3', 443, true],
		['no address beside them', toAddresses, 'outbound', '10.1.0.0/24', '20.1.2.4', 443, false],
	] as const)('%s', (_, flow, direction, source, destination, port, expected) => {
		expect(covers(flow, direction, source, destination, port)).toBe(expected);
	});

	test('of a name, every address, which is never said to be exact', () => {
		const {exact, named} = requiredAtSubnet([toName], nodes, 'outbound', topology);
		const anywhere = box({
			source: addresses('10.1.0.0/24'),
			destination: addresses('20.9.9.9'),
			protocol: protocols('tcp'),
			destinationPort: ports(443),
		});
		expect(exact).toEqual([]);
		expect(named.map(({name, packets}) => [name, isWithin([anywhere], packets)])).toEqual([
			['registry.example.com', true],
		]);
	});
});
