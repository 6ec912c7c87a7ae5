import type {Finding} from '../../controls/finding.js';
import {formatAddress} from '../../network/address.js';
import {formatAddresses} from '../../network/address-set.js';
import {deviceName} from '../../routing/device-name.js';
import type {NextHop} from '../../routing/effective-route.js';
import {serviceName} from '../../routing/publication.js';
import type {GroupAt, Place} from '../../routing/way.js';
import {type ArmId, armKey, armName} from '../../topology/arm-id.js';
import type {Firewall} from '../../topology/firewall.js';
import type {Topology} from '../../topology/topology.js';

/** Something that can be drawn on the map of a network. */
export type Site = {
	readonly key: string;
	readonly kind:
		| 'machine'
		| 'internet'
		| 'api-server'
		| 'load-balancer'
		| 'firewall'
		| 'device'
		| 'node-addresses'
		| 'subnet'
		| 'routes'
		| 'group'
		| 'admin-rules'
		| 'names'
		| 'pods';
	/** What it is: `firewall`. */
	readonly title: string;
	/** What it is called, and at which addresses: `afw-hub 10.40.0.4`. */
	readonly name: string;
	/** The key of what it stands in, or `nowhere` where its way does not say. */
	readonly inside: string | undefined;
};

const internet: Site = {key: 'internet', kind: 'internet', title: 'internet', name: '', inside: undefined};
const machine: Site = {key: 'machine', kind: 'machine', title: 'this machine', name: '', inside: undefined};

/** Where a place of a way stands on the map: what it stands in first, itself last. */
export function siteOf(place: Place, finding: Finding, topology: Topology): readonly Site[] {
	switch (place.kind) {
		case 'subnet': {
			return groupAt(place.group, place.subnet, topology);
		}

		case 'interface': {
			return groupAt(place.group, place.subnets[0] ?? '', topology);
		}

		case 'route':
		case 'return': {
			const table = place.route.table ?? place.subnet;
			const name = place.route.table === undefined ? "Azure's own" : armName(table);
			return [
				...subnetAt(place.subnet, topology),
				{key: `routes:${armKey(table)}`, kind: 'routes', title: 'route', name, inside: subnetKey(place.subnet)},
			];
		}

		case 'unread-routes': {
			const key = `routes:${armKey(place.subnet)}`;
			return [
				...subnetAt(place.subnet, topology),
				{key, kind: 'routes', title: 'route', name: 'not read', inside: subnetKey(place.subnet)},
			];
		}

		case 'address-pool': {
			return subnetAt(place.subnet, topology);
		}

		case 'pods': {
			return [inHome(finding, topology, {key: 'pods', kind: 'pods', title: 'pods', name: policiesOf(topology)})];
		}

		case 'admin-rules': {
			const name = armName(place.rules.network);
			const key = `admin-rules:${armKey(place.rules.network)}`;
			return [inHome(finding, topology, {key, kind: 'admin-rules', title: 'admin rules', name})];
		}

		case 'resolver': {
			return [inHome(finding, topology, {key: 'names', kind: 'names', title: 'DNS', name: 'names of this network'})];
		}

		case 'firewall': {
			return [firewallSite(place.firewall)];
		}

		case 'publication': {
			const firewall = place.publication.by?.firewall ?? place.publication.candidates[0];
			return [firewall === undefined ? internet : firewallSite(firewall)];
		}

		case 'load-balancer':
		case 'unread-nodes': {
			const name = serviceName(place.service);
			const at =
				place.kind === 'load-balancer' && place.address !== undefined ? ` ${formatAddress(place.address)}` : '';
			return [outer('load-balancer', `load-balancer:${name}`, 'load balancer', `${name}${at}`)];
		}

		case 'node-addresses': {
			const name = place.pools.map(pool => pool.name).join(', ');
			return [outer('node-addresses', 'node-addresses', 'node addresses', name)];
		}

		case 'private-endpoint': {
			return [outer('device', `endpoint:${place.endpoint.name}`, 'private endpoint', place.endpoint.name)];
		}

		case 'proxy': {
			return [outer('device', `proxy:${place.url}`, 'proxy', place.url)];
		}

		case 'api-server':
		case 'public-api-server': {
			return [apiServer(topology)];
		}

		case 'machine': {
			return [machine];
		}
	}
}

/** Where a flow comes from before the first place of its way, and where it goes behind the last one. */
export function sitesBeyond(
	{flow: {path}, way}: Finding,
	topology: Topology,
): {readonly before: readonly Site[]; readonly behind: readonly Site[]} {
	switch (path.kind) {
		case 'egress': {
			const hops = way.cases.flatMap(item => item.hops).filter(({leg}) => leg === 'request');
			const nextHops = hops.flatMap(({place}) => (place.kind === 'route' ? [place.route.nextHop] : []));
			const isPrivate = hops.some(({place}) => place.kind === 'private-endpoint');
			const isOut = nextHops.some(({kind}) => kind !== 'local' && kind !== 'none');
			const end = path.apiServer === undefined ? [internet] : [apiServer(topology)];
			return {
				before: subnetAt(path.origin.subnet, topology),
				behind: [...nextHops.flatMap(deviceSite), ...(isOut && !isPrivate ? end : [])],
			};
		}

		case 'ingress':
		case 'to-nodes': {
			return {before: path.from === undefined ? [internet] : [], behind: []};
		}

		case 'api-server': {
			return {before: [path.caller === 'machine' ? machine : internet], behind: []};
		}

		case 'machine': {
			return {before: [], behind: [internet]};
		}

		default: {
			return {before: [], behind: []};
		}
	}
}

/** What stands behind a route and is no place of its own, because nobody can read what it does. */
function deviceSite(nextHop: NextHop): readonly Site[] {
	switch (nextHop.kind) {
		case 'appliance': {
			const name = nextHop.address === undefined ? '' : formatAddress(nextHop.address);
			return [outer('device', `device:${deviceName(nextHop)}`, 'appliance', name)];
		}

		case 'gateway': {
			return [outer('device', 'device:gateway', 'gateway', 'of the network')];
		}

		default: {
			return [];
		}
	}
}

function outer(kind: Site['kind'], key: string, title: string, name: string): Site {
	return {key, kind, title, name, inside: undefined};
}

function firewallSite({id, name, privateAddresses}: Firewall): Site {
	const at = privateAddresses.length === 0 ? '' : ` ${formatAddresses(privateAddresses)}`;
	return outer('firewall', `firewall:${armKey(id)}`, 'firewall', `${name}${at}`);
}

function apiServer({cluster}: Topology): Site {
	return outer('api-server', 'api-server', 'API server', cluster.state === 'known' ? cluster.value.name : '');
}

function subnetKey(id: ArmId): string {
	return `subnet:${armKey(id)}`;
}

function subnetAt(id: ArmId, {subnets}: Topology): readonly Site[] {
	const subnet = subnets.get(armKey(id));
	const at = subnet?.state === 'known' ? ` ${formatAddresses(subnet.value.prefixes)}` : '';
	return id === '' ? [] : [outer('subnet', subnetKey(id), 'subnet', `${armName(id)}${at}`)];
}

function groupAt(group: GroupAt, subnet: ArmId, topology: Topology): readonly Site[] {
	const common = {kind: 'group', title: 'NSG', inside: subnetKey(subnet)} as const;
	const own = group.state === 'known' ? group.group.id : group.resource;
	const name = group.state === 'none' ? 'none' : `${armName(own)}${group.state === 'unread' ? ', not read' : ''}`;
	return [...subnetAt(subnet, topology), {...common, key: `group:${armKey(own)}`, name}];
}

/** Inside the subnet that the flow starts from, where its way says which. */
function inHome(finding: Finding, topology: Topology, site: Omit<Site, 'inside'>): Site {
	const {path} = finding.flow;
	return {...site, inside: path.kind === 'egress' ? subnetKey(path.origin.subnet) : homeOf(topology)};
}

function homeOf({cluster}: Topology): string {
	const pool = cluster.state === 'known' ? cluster.value.pools[0] : undefined;
	return subnetKey(pool?.podSubnet ?? pool?.subnet ?? 'nowhere');
}

function policiesOf({cluster, kubernetes}: Topology): string {
	const {networkPolicies} = kubernetes;
	const engine = cluster.state === 'known' ? cluster.value.policyEngine : 'none';
	const count =
		networkPolicies.state === 'known'
			? `${networkPolicies.value.length} network ${networkPolicies.value.length === 1 ? 'policy' : 'policies'}`
			: 'policies not read';
	return engine === 'none' ? 'no policy engine' : count;
}
