import {armName} from '../topology/arm-id.js';
import type {InterfaceRoutes} from '../topology/told-routes.js';
import type {Topology} from '../topology/topology.js';
import {doubtfulGroups} from './doubtful-groups.js';
import {toldRoutes} from './interface-routes.js';
import {type StaleRoutes, staleRoutes} from './stale-routes.js';

/** Answers of interfaces that contradict others, or that are of no use, each in a sentence for the report. */
export function doubtfulAnswers(topology: Topology): readonly string[] {
	return [
		...doubtfulGroups(topology),
		...[...topology.subnets.values()].flatMap(subnet => {
			const told = subnet.state === 'known' ? toldRoutes(subnet.value, topology) : [];
			const stale =
				subnet.state === 'known' ? told.flatMap(routes => staleRoutes(routes, subnet.value, topology) ?? []) : [];
			return [...stale.map(contradiction), ...(told.length > 1 ? [differing(told)] : [])];
		}),
		// Where one interface answered, another that did not is of no interest: it may be switched off.
		...[...topology.interfaceRoutes.values()]
			.filter(answers => !answers.some(({state}) => state === 'known'))
			.flatMap(answers => answers.flatMap(answer => (answer.state === 'denied' ? [answer.reason] : []))),
		...topology.homelessInterfaces.map(
			id =>
				`The effective routes of ${armName(id)} are of no use: nothing says in which subnet it stands. Put the interface beside them (az rest --method get --url ${id}?api-version=2025-05-01).`,
		),
	];
}

function contradiction({interface: id, subnet, table, onlyInTable, onlyInAnswer, isForeign}: StaleRoutes): string {
	const start =
		table === undefined
			? `${armName(subnet)} has no route table, and the effective routes of ${armName(id)} say otherwise`
			: `Route table ${armName(table)} and the effective routes of ${armName(id)} contradict each other`;
	const parts = [
		...(onlyInTable.length > 0 ? [`the table alone has ${onlyInTable.join(', ')}`] : []),
		...(onlyInAnswer.length > 0 ? [`the interface alone has ${onlyInAnswer.join(', ')}`] : []),
		...(isForeign ? [`the interface has no route of its network for the range of ${armName(subnet)}`] : []),
	];
	return `${start}: ${parts.join('; ')}. One of them is older, or of another subnet, so that verdicts hold in both readings.`;
}

function differing(told: readonly InterfaceRoutes[]): string {
	const names = told.map(({interface: id}) => armName(id)).join(' and ');
	return `The effective routes of ${names} differ, though they are of one subnet: one answer is older. Verdicts hold in both readings.`;
}
