import {type Command, text} from '../command-line/command.js';
import {
	answerOptions,
	choiceOptions,
	clusterOptions,
	correctionOptions,
	manifestOptions,
	outputOption,
} from '../command-line/options.js';

export const ask: Command = {
	name: 'ask',
	summary: 'one question: may this reach that, why not, and what would open it',
	description:
		'Shows the whole path from one end to the other, what every control on it says and by which rule, and, where it is ' +
		'blocked, the fix with its proof. No profile is needed, nothing is remembered, nothing is changed. FROM is a pod, a ' +
		'workload (deployment/NAME), a namespace, NAMESPACE/NAME, a subnet, `internet`, `nodes` or an address; TO is ' +
		'HOST:PORT, ADDRESS:PORT, POD:PORT, a service with or without its port, or `api-server`; udp is written 53/udp. ' +
		'Exit code 0: nothing is blocked; 3: something is; 7: something is undecided.',
	arguments: [
		{name: 'from', description: 'who opens the connection', required: false, value: 'sender'},
		{
			name: 'to',
			description: 'what is called; several are several questions',
			required: false,
			variadic: true,
			value: 'target',
		},
	],
	options: [
		...clusterOptions,
		...manifestOptions,
		...answerOptions.filter(({flags}) => !flags.startsWith('--profile')),
		...correctionOptions,
		...choiceOptions,
		{flags: '--from-file <file>', description: 'questions from a file, FROM TO on each line; `-` for stdin'},
		{flags: '--save-profile <file>', description: 'write the question as a profile, for `check`, `plan` and `apply`'},
		outputOption,
	],
	examples: [
		{
			call: 'aksess ask claims gcr.io:443 --sandbox locked-down',
			what: 'Why can the pods of namespace claims not pull from gcr.io?',
		},
		{
			call: 'aksess ask internet azds/traefik --sandbox locked-down',
			what: 'Why can nobody reach the ingress controller?',
		},
		{
			call: 'aksess ask deployment/portal fraud-scores:9000 10.42.0.4:53/udp --sandbox locked-down',
			what: 'Two questions of one workload.',
		},
	],
	run: async ({arguments: [from, ...targets], options}, session) => {
		const [{readQuestions}, {answerQuestions}] = await Promise.all([
			import('./ask/read-questions.js'),
			import('./ask/answer-questions.js'),
		]);
		const questions = await readQuestions({from, targets, file: text(options, 'fromFile')}, session);
		return answerQuestions(questions, options, session);
	},
};
