import {armName, parseArmId} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import type {Missing} from '../topology/missing.js';
import type {InterfaceRoutes} from '../topology/told-routes.js';
import type {StaleRoutes} from './stale-routes.js';

/** What would tell which is true: the table, or what an interface in its subnet was told. */
export function olderOfTwo({interface: id, subnet, table}: StaleRoutes): Missing {
	const other =
		table === undefined ? `that ${armName(subnet)} has no route table` : `what route table ${armName(table)} says`;
	return {datum: `which is newer: ${other}, or the effective routes of ${armName(id)}`, command: askAgain(id)};
}

/** The same for two interfaces of a subnet. */
export function olderAnswer(told: readonly InterfaceRoutes[]): Missing {
	const names = told.map(({interface: id}) => armName(id));
	return {
		datum: `which is newer: the effective routes of ${names.join(' or those of ')}`,
		command: askAgain(told[0]?.interface ?? ''),
	};
}

/** az shows them for interfaces that are resources of their own; of a scale set's only the portal does [K]. */
function askAgain(id: string): string {
	const {resourceGroup = 'GROUP', name = 'NIC', type = ''} = parseArmId(id) ?? {};
	const alone = /^Microsoft\.Network\/networkInterfaces$/i.test(type);
	const nic = alone ? name : 'NIC_IN_THE_SUBNET';
	return commandLine(
		'az',
		'network',
		'nic',
		'show-effective-route-table',
		'--resource-group',
		resourceGroup,
		'--name',
		nic,
	);
}
