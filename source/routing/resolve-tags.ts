import {type AddressSet, addresses} from '../network/address-set.js';
import {commandLine} from '../topology/command-line.js';
import {knownValue} from '../topology/known.js';
import type {Missing} from '../topology/missing.js';
import type {Topology} from '../topology/topology.js';
import {type AddressView, type Extent, exactly, nowhere, unsure} from './extent.js';

/**
 * Azure's virtual public address of the host: health probes, DNS, DHCP (service-tags-overview); over IPv6 probes come from
 * a link-local one [K].
 */
export const hostAddress: AddressSet = addresses('168.63.129.16', 'fe80::1234:5678:9abc');

/** The only address of the tag `AzurePlatformDNS` (service-tags-overview). */
export const platformDns: AddressSet = addresses('168.63.129.16');

/**
 * What a service tag stands for. `VirtualNetwork` and `Internet` are no lists but depend on the subnet: see
 * {@link file://./virtual-network-tag.ts}.
 */
export function serviceTagExtent(tag: string, topology: Topology): Extent {
	if (tag.toLowerCase() === 'azureloadbalancer') {
		return exactly(hostAddress);
	}

	if (tag.toLowerCase() === 'azureplatformdns') {
		return exactly(platformDns);
	}

	const prefixes = knownValue(topology.serviceTags)?.get(tag.toLowerCase());
	return prefixes === undefined ? unsure(missingTag(tag, topology)) : exactly(prefixes);
}

export function missingTag(tag: string, topology: Topology): Missing {
	const location = knownValue(topology.cluster)?.location ?? 'eastus';
	return {
		datum: `the address prefixes of service tag ${tag}`,
		command: commandLine('az', 'network', 'list-service-tags', '--location', location),
	};
}

/** Rules are read as they stand. */
export function plainView(topology: Topology): AddressView {
	return {literal: set => set, tag: name => serviceTagExtent(name, topology)};
}

/**
 * The view for addresses that came from a service tag. Where a rule's tag has no list, the names of the tags still tell
 * how the two relate.
 */
export function taggedView(members: AddressSet, tag: string | undefined, topology: Topology): AddressView {
	return {
		literal: set => set,
		tag: name => {
			const extent = serviceTagExtent(name, topology);
			if (extent.unknown.length === 0 || tag === undefined) {
				return extent;
			}

			const relation = relate(name, tag);
			// Bounds matter only inside the question, and the question is `members`.
			return relation === 'contains' ? exactly(members) : relation === 'apart' ? nowhere : extent;
		},
	};
}

/**
 * How tag `outer` relates to tag `inner`, by their names alone: a service's global tag holds its regional ones, and
 * `AzureCloud.<region>` holds what is in that region (service-tags-overview). That tags of two services lie apart is
 * inferred [I], and asked only where no list of the outer tag is at hand.
 */
export function relate(outer: string, inner: string): 'contains' | 'apart' | 'unknown' {
	const [outerService, outerRegion] = split(outer);
	const [innerService, innerRegion] = split(inner);
	if (outerService !== innerService && outerService !== 'azurecloud') {
		return innerService === 'azurecloud' ? 'unknown' : 'apart';
	}

	if (outerRegion === undefined || outerRegion === innerRegion) {
		return 'contains';
	}

	return innerRegion === undefined ? 'unknown' : 'apart';
}

function split(tag: string): readonly [service: string, region: string | undefined] {
	const [service = '', region] = tag.toLowerCase().split('.');
	return [service, region];
}

/** Addresses that no service tag holds: hosts outside Azure, clients anywhere on the internet. */
export const untaggedView: AddressView = {literal: set => set, tag: () => nowhere};
