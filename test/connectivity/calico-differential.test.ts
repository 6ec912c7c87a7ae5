import {expect, test} from 'vitest';
import {clusterConnectivity} from '../../source/connectivity/cluster-connectivity.js';
import {addresses} from '../../source/network/address-set.js';
import {has} from '../../source/network/interval-set.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {worldOf} from '../helpers/read-world.js';
import {type NaiveCluster, type NaivePod, naiveVerdict, type Packet} from './calico-naive.js';
import {manifestsOf, randomCluster, randomNumbers} from './calico-random.js';

/** `scripts/test-calico.mjs` asks for a hundred thousand; a sample of them is enough to notice a mistake at once. */
const clusters = Number(process.env['AKSESS_CALICO_CLUSTERS'] ?? 400);
const seed = Number(process.env['AKSESS_CALICO_SEED'] ?? 1);

const outside = ['20.0.0.1', '30.1.2.3'];
const ports = [
	['TCP', 80],
	['TCP', 443],
	['UDP', 53],
	['SCTP', 80],
] as const;

function* packetsOf(cluster: NaiveCluster): Generator<Packet> {
	const ends: readonly (NaivePod | string)[] = [...cluster.pods, ...outside];
	for (const from of ends) {
		for (const to of ends) {
			if (from !== to && !(typeof from === 'string' && typeof to === 'string')) {
				for (const [protocol, port] of ports) {
					yield {from, to, protocol, port};
				}
			}
		}
	}
}

/** What the evaluator says of a packet; undefined where it is not sure. */
function evaluator(cluster: NaiveCluster): (packet: Packet) => boolean | undefined {
	const read = clusterConnectivity(decodeTopology(worldOf(manifestsOf(cluster))), 'calico');
	if (!read.ok) {
		throw new Error(read.missing.datum);
	}

	const {classes, table, side, addressShares, exact} = read.connectivity;
	const classIds = new Map(
		classes.members.flatMap((pods, id) => pods.map(({namespace, name}) => [`${namespace}/${name}`, id] as const)),
	);
	const idOf = ({namespace, name}: NaivePod) => classIds.get(`${namespace}/${name}`) ?? -1;
	const open = (own: NaivePod, peer: NaivePod | string, direction: 'ingress' | 'egress', {protocol, port}: Packet) => {
		const [[address] = [0]] = typeof peer === 'string' ? addresses(peer) : [[0]];
		const connections =
			typeof peer === 'string'
				? (addressShares(direction, idOf(own), 'certain', 'outside').find(share => has(share.addresses, address))
						?.connections ?? 0)
				: side(direction, idOf(own), idOf(peer), 'certain');
		return has(table.get(connections)[protocol.toLowerCase() as 'tcp'], port);
	};
	return packet => {
		const {from, to} = packet;
		return exact
			? (typeof from === 'string' || open(from, to, 'egress', packet)) &&
					(typeof to === 'string' || open(to, from, 'ingress', packet))
			: undefined;
	};
}

test(
	`the verdict of each packet is that of the documentation, in ${clusters} random clusters`,
	() => {
		let asked = 0;
		for (let number = 0; number < clusters; number++) {
			const cluster = randomCluster(randomNumbers(seed * 1_000_003 + number));
			const verdict = evaluator(cluster);
			for (const packet of packetsOf(cluster)) {
				asked++;
				const said = verdict(packet);
				if (said !== naiveVerdict(cluster, packet)) {
					// The whole cluster is in the message: it is small, and it is the case to look at.
					expect.fail(
						`cluster ${number}, ${JSON.stringify(packet)}: ${said}\n${JSON.stringify(cluster, undefined, 1)}`,
					);
				}
			}
		}

		expect(asked).toBeGreaterThan(clusters * 20);
	},
	Math.max(60_000, clusters * 60),
);
