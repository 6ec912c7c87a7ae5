import {formatAddresses} from '../../network/address-set.js';
import {questionProblem, senderProblem} from '../../profiles/asked/asked-profile.js';
import {type NamedPlace, namedPlaces} from '../../profiles/asked/places.js';
import {parseQuestions, type Question} from '../../profiles/asked/question.js';
import {rememberByObject} from '../../topology/remember-by-object.js';
import type {Topology} from '../../topology/topology.js';
import type {On} from '../state.js';

/** An end of a question as it may be written. */
export type EndRow = {
	readonly key: string;
	/** The whole text of the field, once this is taken. */
	readonly value: string;
	readonly name: string;
	/** What it is, in a few words. */
	readonly details: string;
};

type Ends = Pick<On<'ends'>, 'end' | 'from' | 'to'>;

/** What was typed, where it can be asked, then every name here that has the words of it. */
export function endRows(ends: Ends, topology: Topology | undefined): readonly EndRow[] {
	const typed = ends[ends.end].text.trim();
	const asTyped =
		typed === '' || endProblem(ends, topology) !== undefined
			? []
			: [{key: 'typed', value: typed, name: typed, details: 'as typed'}];
	const names = topology === undefined ? [] : fittingNames(ends.end, typed, topology);
	return [...asTyped, ...names.filter(({value}) => value !== typed)];
}

/** Why the end that is typed cannot be asked as it stands; without a reading only its form can be wrong. */
export function endProblem(ends: Ends, topology: Topology | undefined): string | undefined {
	const from = ends.from.text.trim();
	if (/\s/.test(from)) {
		return `${JSON.stringify(from)} is more than one end; one question has one sender.`;
	}

	if (ends.end === 'from') {
		return topology === undefined || from === '' ? undefined : senderProblem(from, topology);
	}

	const asked = questionsOf(ends);
	return typeof asked === 'string'
		? asked
		: topology && asked.map(question => questionProblem(question, topology)).find(problem => problem !== undefined);
}

/** What was typed as questions, one for each that is called; else what is wrong with it. */
export function questionsOf({from, to}: Pick<Ends, 'from' | 'to'>): readonly Question[] | string {
	if (to.text.trim() === '') {
		return 'Nothing was said to be reached.';
	}

	const asked = parseQuestions(`${from.text.trim()} ${to.text.trim()}`);
	return asked.ok ? asked.value : asked.problem;
}

/** Names of the last word that is typed; the port behind it stays. */
function fittingNames(side: 'from' | 'to', typed: string, topology: Topology): readonly EndRow[] {
	const [, before = '', last = typed] = /^(.*\s)?(\S*)$/.exec(typed) ?? [];
	const [, place = last, port = ''] = side === 'to' ? (/^([^:]*)(:[^:]*)$/.exec(last) ?? []) : [];
	const wanted = place.toLowerCase().split('/');
	return allNames[side](topology)
		.filter(({name}) => wanted.every(word => name.toLowerCase().includes(word)))
		.map(({name, details}) => ({key: name, value: `${before}${name}${port}`, name, details}));
}

type Name = {readonly name: string; readonly details: string};

/** Every key that is typed asks for them again. */
const allNames = {
	from: rememberByObject((topology: Topology) => namesOf('from', topology)),
	to: rememberByObject((topology: Topology) => namesOf('to', topology)),
} as const;

/** Who calls most often, or what is called most often, comes first. */
function namesOf(side: 'from' | 'to', topology: Topology): readonly Name[] {
	const places = namedPlaces(topology, side).map(({place, spellings: [name = '']}) => ({place, name}));
	const named = (kind: NamedPlace['kind']) =>
		places
			.filter(({place}) => place.kind === kind)
			.map(({place, name}) => ({name, details: detailsOf(place)}))
			.toSorted((left, right) => (left.name < right.name ? -1 : 1));
	return side === 'from'
		? [...named('workload'), ...named('namespace'), ...senders, ...named('subnet'), ...named('pod')]
		: [
				...named('service'),
				...called,
				...named('workload'),
				...named('namespace'),
				...named('subnet'),
				...named('pod'),
			];
}

const senders: readonly Name[] = [
	{name: 'internet', details: 'any public address'},
	{name: 'nodes', details: 'the nodes of the cluster'},
	{name: 'machines', details: 'the machines of developers'},
];

const called: readonly Name[] = [
	{name: 'api-server', details: 'the API server of the cluster'},
	{name: 'nodes', details: 'the nodes of the cluster'},
];

function detailsOf(place: NamedPlace): string {
	switch (place.kind) {
		case 'service': {
			const ports = place.service.ports.map(({port, protocol}) => `${port}/${protocol}`);
			return `${place.service.type} service, ${ports.join(', ')}`;
		}

		case 'subnet': {
			return `subnet, ${formatAddresses(place.subnet.prefixes)}`;
		}

		case 'workload': {
			return place.workload.kind;
		}

		default: {
			return place.kind;
		}
	}
}
