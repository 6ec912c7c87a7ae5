import {toCidrs} from '../../network/address-set.js';
import type {Answers} from '../../profiles/answers.js';
import {parameterFlag} from '../../profiles/parameters.js';
import type {Parameter} from '../../profiles/profile.js';
import type {Corrections} from '../../topology/correct-topology.js';
import type {ProfileSummary} from '../dependencies.js';
import {answerFromTopology, type TopologyAnswer, type TopologyQuestion} from '../evidence/answer-from-topology.js';
import {type QuestionId, questions} from '../questions.js';
import type {Memory} from '../state.js';

export type RowOption = {readonly value: string; readonly title: string};

export type RowEdit =
	| {readonly kind: 'options'; readonly options: readonly RowOption[]; readonly current: string}
	| {readonly kind: 'text'; readonly current: string; readonly hint: string};

export type TopologyRow = {
	readonly key: string;
	readonly question: QuestionId;
	readonly title: string;
	/** What is asked, as a sentence. */
	readonly text: string;
	readonly answer: string;
	/** `said`: a person's answer; `open`: nobody has said it yet. */
	readonly certainty: TopologyAnswer['certainty'] | 'said' | 'open';
	readonly sentences: readonly string[];
	readonly edit: RowEdit;
};

/** The six questions that the network answers, then those that only a person can. */
export function topologyRows(memory: Memory): readonly TopologyRow[] {
	const {inspection, corrections, answers} = memory;
	if (inspection === undefined) {
		return [];
	}

	const profiles = chosenProfiles(memory);
	return [
		...answerFromTopology(inspection.topology, corrections).map(answer => readRow(answer, corrections, answers)),
		...(profiles.some(({asksMachines}) => asksMachines) ? [machinesRow(answers)] : []),
		...profiles.flatMap(({parameters}) =>
			Object.entries(parameters).map(([name, parameter]) => parameterRow(name, parameter, answers)),
		),
	];
}

export function chosenProfiles({profiles, chosenProfiles: names}: Memory): readonly ProfileSummary[] {
	return profiles.state === 'ready' ? profiles.value.filter(({name}) => names.includes(name)) : [];
}

const asRead = {value: 'as-read', title: 'as it was read'} as const;

const corrections: Readonly<Record<Exclude<TopologyQuestion, 'authorized-ranges'>, readonly RowOption[]>> = {
	firewall: [
		asRead,
		{value: 'third-party-appliance', title: 'a third-party appliance, whose rules nobody can read here'},
	],
	'security-groups': [asRead, {value: 'none', title: 'none on these subnets'}],
	'network-policy': [
		asRead,
		{value: 'none', title: 'nobody'},
		{value: 'azure', title: 'Azure network policy manager'},
		{value: 'calico', title: 'Calico'},
		{value: 'cilium', title: 'Cilium'},
	],
	cni: [
		asRead,
		{value: 'kubenet', title: 'kubenet'},
		{value: 'overlay', title: 'Azure CNI overlay'},
		{value: 'pod-subnet', title: 'Azure CNI, pod subnet'},
		{value: 'node-subnet', title: 'Azure CNI, node subnet'},
	],
	'private-cluster': [asRead, {value: 'true', title: 'yes, private'}, {value: 'false', title: 'no, public'}],
};

function readRow(answer: TopologyAnswer, said: Corrections, answers: Answers): TopologyRow {
	const {id, title, sentences} = answer;
	const edit: RowEdit =
		id === 'authorized-ranges'
			? machinesEdit(answers)
			: {kind: 'options', options: corrections[id], current: correctionValue(said, id)};
	return {
		key: id,
		question: id,
		title,
		text: questions[id].text,
		answer: answer.answer,
		certainty: answer.corrected ? 'said' : answer.certainty,
		sentences,
		edit,
	};
}

function machinesEdit({machines}: Answers): RowEdit {
	return {
		kind: 'text',
		current: toCidrs(machines).join(', '),
		hint: 'Public addresses or ranges of developer machines, with commas between: 20.9.77.140, 20.237.166.40/29',
	};
}

function machinesRow(answers: Answers): TopologyRow {
	const addresses = toCidrs(answers.machines).map(cidr => cidr.replace(/\/32$/, ''));
	const answer = addresses.length === 0 ? undefined : addresses.join(', ');
	return {
		key: 'machines',
		question: 'machines',
		title: 'Developer machines',
		text: questions.machines.text,
		answer: answer ?? 'not answered yet',
		certainty: answer === undefined ? 'open' : 'said',
		sentences: [
			answer === undefined
				? 'It cannot be read from Azure or the cluster; where it matters, the verdict stays undecided.'
				: 'As you said.',
			`On the command line: ${questions.machines.flag}`,
		],
		edit: machinesEdit(answers),
	};
}

function parameterRow(name: string, parameter: Parameter, {parameters}: Answers): TopologyRow {
	const said = parameters[name];
	const preset = parameter.kind === 'choice' ? parameter.default : undefined;
	const title = (value: string | undefined) =>
		parameter.kind === 'choice' ? (parameter.choices.find(choice => choice.value === value)?.title ?? value) : value;
	const edit: RowEdit =
		parameter.kind === 'choice'
			? {
					kind: 'options',
					options: [
						{value: 'unknown', title: preset === undefined ? 'not known' : 'the default'},
						...parameter.choices,
					],
					current: said ?? 'unknown',
				}
			: {kind: 'text', current: said ?? '', hint: `A name that fits ${parameter.pattern}.`};
	return {
		key: `parameter:${name}`,
		question: 'parameter',
		title: parameter.title,
		text: parameter.question,
		answer: title(said) ?? (preset === undefined ? 'not answered yet' : `${title(preset)} (default)`),
		certainty: said === undefined ? 'open' : 'said',
		sentences: [
			...(said === undefined
				? preset === undefined
					? ['Only a person can say this; until then nothing is left out because of it.']
					: []
				: ['As you said.']),
			`On the command line: ${parameterFlag(name, valuesOf(parameter))}`,
		],
		edit,
	};
}

/** `public|private|none`, or a placeholder for a name. */
function valuesOf(parameter: Parameter): string {
	return parameter.kind === 'choice' ? parameter.choices.map(({value}) => value).join('|') : 'NAME';
}

function correctionValue(said: Corrections, id: Exclude<TopologyQuestion, 'authorized-ranges'>): string {
	switch (id) {
		case 'firewall': {
			return said.firewall ?? asRead.value;
		}

		case 'security-groups': {
			return said.securityGroups ?? asRead.value;
		}

		case 'network-policy': {
			return said.policyEngine ?? asRead.value;
		}

		case 'cni': {
			return said.cni ?? asRead.value;
		}

		case 'private-cluster': {
			return said.privateCluster === undefined ? asRead.value : String(said.privateCluster);
		}
	}
}
