import type {DrawnNeed, DrawnProfile} from '../../profiles/drawn/drawn-profile.js';
import {needTitle} from '../../profiles/drawn/drawn-text.js';
import type {TrafficPods} from '../../profiles/traffic/seen-traffic.js';
import {printable} from '../printable.js';
import {draftText, idOf} from './draft-text.js';

/** A drawn profile as YAML, every row unverified and with its evidence as source (docs/profiles.md). */
export function drawnProfileText({source, name, namespace, includes, needs}: DrawnProfile, date: string): string {
	const shown = printable(source).slice(0, 200);
	const titles = needs.map(need => printable(needTitle(need)));
	const ids = titles.map((title, index) => `${(idOf(title) || 'need').slice(0, 50).replace(/-$/, '')}-${index + 1}`);
	const sets = needs.flatMap(({to}, index) =>
		to.kind === 'addresses' ? [[ids[index], addressSet(to.addresses, shown, date)] as const] : [],
	);
	return draftText({
		schemaVersion: 1,
		name: profileName(name) ?? 'drawn',
		title: namespace === undefined ? `What ${shown} shows` : `What ${shown} seems to need`,
		description: 'Drawn from hints. Look through every row before anything is opened for it.',
		status: {state: 'current', source: shown, date},
		...(namespace === undefined ? {} : {detect: [{kind: 'namespace', name: printable(namespace)}]}),
		...(includes.length === 0 ? {} : {includes: includes.map(({profile}) => profile)}),
		...(sets.length === 0 ? {} : {addressSets: Object.fromEntries(sets)}),
		...(needs.length === 0
			? {}
			: {
					requirements: needs.map((need, index) =>
						requirement(need, {id: ids[index] ?? '', title: titles[index] ?? '', date}),
					),
				}),
	});
}

/** A name that a profile may have, made of any text; undefined where nothing of it can be in a name. */
export function profileName(text: string): string | undefined {
	const name = idOf(text);
	return name === '' ? undefined : name;
}

function addressSet(addresses: readonly string[], source: string, date: string) {
	return {title: `addresses in ${source}`, addresses, source, date, confidence: 'unverified'};
}

type Named = {readonly id: string; readonly title: string; readonly date: string};

function requirement({from, to, protocol, ports, evidence}: DrawnNeed, {id, title, date}: Named) {
	return {
		id,
		title: title.slice(0, 700),
		purpose: from.kind === 'nodes' ? 'Images cannot be pulled.' : 'It is not known what stops working.',
		source: printable(evidence).slice(0, 700),
		date,
		confidence: 'unverified',
		from: from.kind === 'pods' ? {kind: 'pods', ...podsOf(from)} : from,
		to: endOf(to, id),
		...(protocol === 'tcp' ? {} : {protocol}),
		ports,
	};
}

function endOf(to: DrawnNeed['to'], id: string): object {
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

/** Where a hint names no workload, all pods of the namespace may be meant. */
function podsOf({namespace, workload}: TrafficPods): object {
	return {namespace: printable(namespace), ...(workload === undefined ? {} : {workload: printable(workload)})};
}
