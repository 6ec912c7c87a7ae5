import type {TrafficRow} from '../../profiles/traffic/draft-traffic.js';
import type {TrafficPods} from '../../profiles/traffic/seen-traffic.js';
import {printable} from '../printable.js';
import {draftText, idOf} from './draft-text.js';

/** A profile's text from what was seen, every row unverified and with its evidence as source (docs/profiles.md). */
export function trafficProfile(source: string, rows: readonly TrafficRow[], date: string): string {
	const shown = printable(source).slice(0, 200);
	const ids = rows.map((row, index) => `${(idOf(titleOf(row)) || 'need').slice(0, 50).replace(/-$/, '')}-${index + 1}`);
	const sets = rows.flatMap((row, index) =>
		row.to.kind === 'addresses'
			? [
					[
						ids[index],
						{
							title: `addresses in ${shown}`,
							addresses: row.to.addresses,
							source: shown,
							date,
							confidence: 'unverified',
						},
					],
				]
			: [],
	);
	return draftText({
		schemaVersion: 1,
		name: idOf(source) || 'seen',
		title: `What ${shown} shows`,
		description: 'Drawn from what was seen. Look through every row before anything is opened for it.',
		status: {state: 'current', source: shown, date},
		...(sets.length === 0 ? {} : {addressSets: Object.fromEntries(sets)}),
		requirements: rows.map((row, index) => requirement(row, ids[index] ?? '', shown, date)),
	});
}

function requirement(row: TrafficRow, id: string, source: string, date: string) {
	const {from, protocol, ports, evidence} = row;
	return {
		id,
		title: titleOf(row).slice(0, 700),
		purpose: 'It is not known what stops working.',
		source: `${source}: ${printable(evidence)}`.slice(0, 700),
		date,
		confidence: 'unverified',
		// A device outside the cluster does not tell nodes from pods.
		from: from === undefined ? {kind: 'cluster'} : {kind: 'pods', ...podsOf(from)},
		to: toOf(row, id),
		...(protocol === 'tcp' ? {} : {protocol}),
		ports,
	};
}

function toOf({to}: TrafficRow, id: string): object {
	switch (to.kind) {
		case 'name': {
			return {kind: 'name', name: to.name, hosting: 'unknown'};
		}

		case 'addresses': {
			return {kind: 'addresses', set: id};
		}

		case 'pods': {
			return {kind: 'pods', ...podsOf(to)};
		}

		case 'api-server': {
			return {kind: 'api-server'};
		}
	}
}

/** Where a log names no workload, all pods of the namespace may be meant. */
function podsOf({namespace, workload}: TrafficPods): object {
	return {namespace: printable(namespace), ...(workload === undefined ? {} : {workload: printable(workload)})};
}

function titleOf({to, protocol, ports}: TrafficRow): string {
	return `${whereOf(to)}, ${protocol} ${ports}`;
}

function whereOf(to: TrafficRow['to']): string {
	switch (to.kind) {
		case 'name': {
			return to.name;
		}

		case 'addresses': {
			const more = to.addresses.length - 1;
			return `${to.addresses[0] ?? ''}${more > 0 ? ` and ${more} more` : ''}`;
		}

		case 'pods': {
			return `${printable(to.workload ?? 'pods')} in ${printable(to.namespace)}`;
		}

		case 'api-server': {
			return 'the API server';
		}
	}
}
