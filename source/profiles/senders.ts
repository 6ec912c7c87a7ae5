import {type ArmId, armName, parseArmId} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import type {Subnet} from '../topology/virtual-network.js';
import type {BindContext, ReadResult} from './bind-context.js';
import type {From, Profile, RequirementFrom} from './profile.js';
import {addressesFor, type ResolvedAddresses} from './resolve-addresses.js';

/** Who sends, by addresses, with a name for people. */
export type Senders = ResolvedAddresses & {readonly text: string};

/** Those that a requirement names outside the cluster; undefined for the internet as a whole. */
export function sendersOf(
	from: RequirementFrom | undefined,
	{profile, topology}: BindContext,
): ReadResult<Senders> | undefined {
	switch (from?.kind) {
		case 'addresses': {
			return addressesOf(from.set, profile, topology);
		}

		case 'subnet': {
			return subnetSenders(from, topology);
		}

		default: {
			return undefined;
		}
	}
}

export function addressesOf(name: string, profile: Profile, topology: Topology): ReadResult<Senders> {
	const set = profile.addressSets[name];
	if (set === undefined) {
		return {ok: true, value: {addresses: [], tag: undefined, remarks: [], text: name}};
	}

	const resolved = addressesFor(set, profile, topology);
	return resolved.ok ? {ok: true, value: {...resolved.value, text: resolved.value.tag ?? set.title}} : resolved;
}

function subnetSenders(from: From<'subnet'>, topology: Topology): ReadResult<Senders> {
	const found = subnetMeant(from, topology);
	return found.ok
		? {ok: true, value: {addresses: found.value.prefixes, tag: undefined, remarks: [], text: nameOf(from)}}
		: found;
}

/** For people. */
export function nameOf({name, network}: From<'subnet'>): string {
	return `subnet ${network === undefined ? name : `${network}/${name}`}`;
}

/** The one subnet of that name, of all networks that were read. */
export function subnetMeant({name, network}: From<'subnet'>, topology: Topology): ReadResult<Subnet> {
	const found = [...topology.subnets.values()].flatMap(known => {
		const subnet = knownValue(known);
		return subnet !== undefined && isMeant(subnet, name, network) ? [subnet] : [];
	});
	const [only, other] = [...new Map(found.map(subnet => [subnet.id.toLowerCase(), subnet])).values()];
	const asked = network === undefined ? name : `${network}/${name}`;
	if (only !== undefined && other === undefined) {
		return {ok: true, value: only};
	}

	return {
		ok: false,
		gap: {
			why:
				only === undefined || other === undefined
					? `No network that was read has a subnet ${asked}.`
					: `Both ${networkOf(only.id)} and ${networkOf(other.id)} have a subnet ${name}; say which with \`network\`.`,
			missing: {datum: `the addresses of subnet ${asked}`, command: 'az network vnet list --output table'},
		},
	};
}

function isMeant(subnet: Subnet, name: string, network: string | undefined): boolean {
	return (
		subnet.name.toLowerCase() === name.toLowerCase() &&
		(network === undefined || networkOf(subnet.id).toLowerCase() === network.toLowerCase())
	);
}

function networkOf(subnet: ArmId): string {
	return armName(parseArmId(subnet)?.parent ?? '');
}
