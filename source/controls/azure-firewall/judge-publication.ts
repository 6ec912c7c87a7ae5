import {formatAddress} from '../../network/address.js';
import {partition} from '../../network/first-match.js';
import {box} from '../../network/packet-set.js';
import {portsOf} from '../../network/port-set.js';
import {protocols} from '../../network/protocol-set.js';
import {publicAddresses} from '../../routing/destination-cases.js';
import {deviceName} from '../../routing/device-name.js';
import type {DnatTarget} from '../../routing/dnat.js';
import {placeLabel} from '../../routing/evaluation-order.js';
import {type Publication, serviceName} from '../../routing/publication.js';
import type {Hop} from '../../routing/way.js';
import {commandLine} from '../../topology/command-line.js';
import type {Firewall} from '../../topology/firewall.js';
import type {Missing} from '../../topology/missing.js';
import type {Topology} from '../../topology/topology.js';
import type {DecisionOf} from '../decision.js';
import {unreadFirewall} from './judge-traffic.js';
import {networkMatchRules} from './network-rules.js';

/** Whether a firewall leads the internet to a service. */
export function judgePublication(publication: Publication, hop: Hop, topology: Topology): DecisionOf<'azure-firewall'> {
	const {by, doubt, appliance, target, service, candidates} = publication;
	const common = {control: 'azure-firewall', hop} as const;
	if (by?.complete === true) {
		const denials = by.translations.flatMap(
			({port}) => deniedBy(by.firewall, {...target, ports: [port]}, topology) ?? [],
		);
		return {
			...common,
			verdict: 'allowed',
			resource: by.firewall.id,
			grounds: {kind: 'published', firewall: by.firewall, publication, denials},
		};
	}

	if (appliance !== undefined) {
		const missing = {
			datum: `whether ${deviceName(appliance.nextHop)} translates a public address to ${formatAddress(target.address)}`,
			command: 'curl --head http://PUBLIC_ADDRESS/',
		};
		return {
			...common,
			verdict: 'undecided',
			resource: appliance.table ?? deviceName(appliance.nextHop),
			missing,
			grounds: {kind: 'perhaps-published', publication},
		};
	}

	if (doubt?.kind === 'unread') {
		return unreadFirewall(doubt.firewall, doubt.reason, hop);
	}

	if (doubt !== undefined) {
		return {
			...common,
			verdict: 'undecided',
			resource: doubt.kind === 'unseen' ? doubt.resource : doubt.firewall.id,
			missing: missingFor(doubt),
			grounds: {kind: 'perhaps-published', publication},
		};
	}

	return {
		...common,
		verdict: 'blocked',
		resource: (by?.firewall ?? candidates[0])?.id ?? serviceName(service),
		grounds: {
			kind: 'unpublished',
			publication,
			narrow: (by?.translations ?? []).filter(({open}) => !open).map(({placed}) => placed),
		},
	};
}

function missingFor(doubt: Exclude<NonNullable<Publication['doubt']>, {kind: 'unread'}>): Missing {
	return doubt.kind !== 'name'
		? doubt.missing
		: {
				datum: `the address of ${doubt.fqdn}, as the firewall resolves it`,
				command: commandLine('nslookup', doubt.fqdn),
			};
}

function deniedBy(firewall: Firewall, target: DnatTarget, topology: Topology): string | undefined {
	const asked = box({
		source: publicAddresses,
		destination: [[target.address, target.address]],
		protocol: protocols(target.protocol),
		destinationPort: portsOf(target.ports),
	});
	const denial = partition(networkMatchRules(firewall, topology), [asked]).shares.find(({action}) => action === 'deny');
	return denial && placeLabel(firewall, denial.origin);
}
