import {covers} from '../network/name-pattern.js';
import type {Answers} from './answers.js';
import {nearestName} from './nearest-name.js';
import type {Parameter, Profile} from './profile.js';

/** Parameters with a flag of their own, `--endpoint`; every other one is given by `--set`. */
export const parametersWithFlags = ['endpoint', 'dataplane-fqdn'] as const;

/** How a person gives the answer, as arguments: `--endpoint TYPE`, `--set ingress=VALUE`. */
export function parameterFlags(name: string, value: string): readonly [string, string] {
	const hasFlag = parametersWithFlags.some(own => own === name);
	return hasFlag ? [`--${name}`, value] : ['--set', `${name}=${value}`];
}

/** The same for people. */
export function parameterFlag(name: string, value: string): string {
	return parameterFlags(name, value).join(' ');
}

/** What was answered, without the profile's default. */
function answerTo(name: string, {parameters}: Answers): string | undefined {
	return Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

/** The answer, names in lower case, or the profile's default; undefined when nobody said anything. */
export function parameterValue(name: string, profile: Profile, answers: Answers): string | undefined {
	const parameter = Object.hasOwn(profile.parameters, name) ? profile.parameters[name] : undefined;
	const said = answerTo(name, answers);
	switch (parameter?.kind) {
		case 'choice': {
			return said ?? parameter.default ?? parameter.assumed;
		}

		case 'name': {
			return said?.toLowerCase();
		}

		default: {
			return said;
		}
	}
}

/** The value that is only assumed, because nobody answered; undefined where it is known, or nothing is assumed. */
export function assumedValue(name: string, profile: Profile, answers: Answers): string | undefined {
	const parameter = Object.hasOwn(profile.parameters, name) ? profile.parameters[name] : undefined;
	return parameter?.kind === 'choice' && answerTo(name, answers) === undefined ? parameter.assumed : undefined;
}

/** What is wrong with the answers, in sentences; a name given by `--set` must be a parameter of one of the profiles. */
export function answerProblems(profiles: readonly Profile[], answers: Answers): readonly string[] {
	const parameters = new Map<string, Parameter>(profiles.flatMap(profile => Object.entries(profile.parameters)));
	const unknown = Object.keys(answers.parameters)
		.filter(name => !parameters.has(name))
		.map(name => {
			const near = nearestName(name, [...parameters.keys()]);
			const hint =
				near === undefined ? `there are ${[...parameters.keys()].join(', ') || 'none'}.` : `did you mean ${near}?`;
			return `No chosen profile has a parameter ${name}; ${hint}`;
		});
	const wrong = [...parameters].flatMap(([name, parameter]) => {
		const value = answerTo(name, answers);
		const problem = value === undefined ? undefined : valueProblem(name, parameter, value);
		return problem ?? [];
	});
	return [...unknown, ...wrong];
}

/** Whether the parameter takes this as an answer. */
export function isAnswer(name: string, parameter: Parameter, value: string): boolean {
	return valueProblem(name, parameter, value) === undefined;
}

function valueProblem(name: string, parameter: Parameter, value: string): string | undefined {
	if (parameter.kind === 'name') {
		const isName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{1,63}$/i.test(value);
		return isName && covers(parameter.pattern, value)
			? undefined
			: `${JSON.stringify(value)} cannot be the ${name}: it must be one DNS name that fits ${parameter.pattern}.`;
	}

	const values = parameter.choices.map(choice => choice.value);
	if (values.includes(value)) {
		return undefined;
	}

	const near = nearestName(value, values);
	const hint = near === undefined ? '' : ` Did you mean ${near}?`;
	return `${JSON.stringify(value)} is not a value of ${name}; there are ${values.join(', ')}.${hint}`;
}
