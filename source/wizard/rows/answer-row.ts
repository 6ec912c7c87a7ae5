import {covers} from '../../network/name-pattern.js';
import {type Parsed, parsed, refused} from '../../network/parsed.js';
import type {Answers} from '../../profiles/answers.js';
import type {CniKind, PolicyEngine} from '../../topology/cluster.js';
import type {Corrections} from '../../topology/correct-topology.js';
import {parseMachines} from '../machines.js';
import type {QuestionId} from '../questions.js';
import type {Memory} from '../state.js';
import {chosenProfiles, type TopologyRow} from './topology-rows.js';

type AnsweredRow = Pick<Memory, 'answers' | 'corrections'>;

/** A row answered by a person: by an option's value, or by text. */
export function answerRow(memory: Memory, row: TopologyRow, value: string): Parsed<AnsweredRow> {
	const {answers} = memory;
	const said = (changed: Partial<Answers>): Parsed<AnsweredRow> =>
		parsed({answers: {...answers, ...changed}, corrections: memory.corrections});
	if (row.question === 'parameter') {
		return answerParameter(memory, row.key.replace(/^parameter:/, ''), value);
	}

	switch (row.question) {
		case 'machines':
		case 'authorized-ranges': {
			const machines = parseMachines(value);
			return machines.ok ? said({machines: machines.value}) : machines;
		}

		default: {
			return parsed({answers, corrections: correct(memory.corrections, row.question, value)});
		}
	}
}

function answerParameter(memory: Memory, name: string, value: string): Parsed<AnsweredRow> {
	const {[name]: _, ...others} = memory.answers.parameters;
	const parameter = chosenProfiles(memory).find(({parameters}) => name in parameters)?.parameters[name];
	if (parameter?.kind === 'name' && value.trim() !== '' && !covers(parameter.pattern, value.trim())) {
		return refused(`${value.trim()} does not fit ${parameter.pattern}.`);
	}

	const isUnsaid = value.trim() === '' || (parameter?.kind === 'choice' && value === 'unknown');
	const parameters = isUnsaid ? others : {...others, [name]: value.trim()};
	return parsed({answers: {...memory.answers, parameters}, corrections: memory.corrections});
}

const engines: readonly PolicyEngine[] = ['none', 'azure', 'calico', 'cilium'];
const cniKinds: readonly CniKind[] = ['kubenet', 'overlay', 'pod-subnet', 'node-subnet'];

/** Takes a correction; a value that is none of the question's own takes the correction back. */
export function correct(before: Corrections, question: QuestionId, value: string): Corrections {
	switch (question) {
		case 'firewall': {
			return {...before, firewall: value === 'third-party-appliance' ? value : undefined};
		}

		case 'security-groups': {
			return {...before, securityGroups: value === 'none' ? value : undefined};
		}

		case 'network-policy': {
			return {...before, policyEngine: engines.find(name => name === value)};
		}

		case 'cni': {
			return {...before, cni: cniKinds.find(name => name === value)};
		}

		case 'private-cluster': {
			return {...before, privateCluster: value === 'true' ? true : value === 'false' ? false : undefined};
		}

		default: {
			return before;
		}
	}
}
