import type {ZoneResolution} from '../../routing/resolve-name.js';
import type {Hop} from '../../routing/way.js';
import {parseArmId} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import type {PrivateEndpoint, PrivateZone} from '../../topology/private-name.js';
import {byHand} from '../by-hand.js';
import type {Control, Stopped} from '../control.js';
import type {DecisionOf} from '../decision.js';
import type {Remedy} from '../remedy.js';

/** Private DNS zones, and the private endpoints that they lead to. */
export const privateEndpoint = {
	id: 'private-endpoint',
	title: 'Private endpoint and private DNS',
	judge: {
		resolver: ({name, resolution}, hop) =>
			resolution.kind === 'record' || resolution.kind === 'no-record' ? [judgeZone(name, resolution, hop)] : [],
		'private-endpoint': ({endpoint}, hop) => [judgeEndpoint(endpoint, hop)],
	},
	remedy: remedyEndpoint,
} as const satisfies Control;

function judgeZone(name: string, resolution: ZoneResolution, hop: Hop): DecisionOf<'private-endpoint'> {
	const {zone} = resolution;
	const read = zone.records.state === 'known';
	const common = {control: 'private-endpoint', hop, resource: zone.id} as const;
	const missing = read ? undefined : {datum: `the records of zone ${zone.name}`, command: listRecords(zone)};
	return resolution.kind === 'record'
		? {...common, verdict: 'allowed', missing, grounds: {kind: 'record', name, zone, read}}
		: {
				...common,
				verdict: 'blocked',
				missing: missing ?? {
					datum: `what ${name} resolves to inside the network`,
					command: commandLine('nslookup', name),
				},
				grounds: {kind: 'no-record', name, zone, read, endpoint: resolution.endpoint},
			};
}

function judgeEndpoint(endpoint: PrivateEndpoint, hop: Hop): DecisionOf<'private-endpoint'> {
	const approved = endpoint.state.toLowerCase() === 'approved';
	return {
		control: 'private-endpoint',
		hop,
		resource: endpoint.id,
		verdict: approved ? 'allowed' : 'blocked',
		grounds: {kind: approved ? 'approved' : 'not-approved', endpoint},
	};
}

function listRecords({id}: PrivateZone): string {
	const {resourceGroup = 'GROUP', name = 'ZONE'} = parseArmId(id) ?? {};
	return commandLine(
		...[
			'az',
			'network',
			'private-dns',
			'record-set',
			'a',
			'list',
			'--resource-group',
			resourceGroup,
			'--zone-name',
			name,
		],
	);
}

/** Zones and connections are somebody else's to change: what to do, for a person. */
function remedyEndpoint({entries}: Stopped): readonly Remedy[] {
	const found = entries.flatMap(({decision}) => (decision.control === 'private-endpoint' ? [decision.grounds] : []));
	return found.flatMap((grounds): readonly Remedy[] => {
		switch (grounds.kind) {
			case 'no-record': {
				return [addRecord(grounds.name, grounds.zone, grounds.endpoint)];
			}

			case 'not-approved': {
				const {endpoint} = grounds;
				return [
					advice(
						`Ask the owner of the service behind private endpoint ${endpoint.name} to approve its connection, which is ${endpoint.state}.`,
						[commandLine('az', 'network', 'private-endpoint', 'show', '--ids', endpoint.id)],
					),
				];
			}

			default: {
				return [];
			}
		}
	});
}

function addRecord(name: string, zone: PrivateZone, endpoint: PrivateEndpoint | undefined): Remedy {
	if (endpoint === undefined) {
		return advice(
			`Zone ${zone.name} is linked to the network and has no record for ${name}: add the record, or let the link fall back to public DNS (resolutionPolicy NxDomainRedirect).`,
			[listRecords(zone)],
		);
	}

	const {resourceGroup = 'GROUP'} = parseArmId(endpoint.id) ?? {};
	return advice(
		`Zone ${zone.name} is linked to the network and lacks the record of private endpoint ${endpoint.name}: add a DNS zone group to the endpoint, which keeps the records of ${name}.`,
		[
			commandLine(
				...['az', 'network', 'private-endpoint', 'dns-zone-group', 'create', '--resource-group', resourceGroup],
				...['--endpoint-name', endpoint.name, '--name', 'default', '--zone-name', zone.name],
				...['--private-dns-zone', zone.id],
			),
		],
	);
}

function advice(text: string, commands: readonly string[]): Remedy {
	return byHand([{kind: 'advice', text, commands}]);
}
