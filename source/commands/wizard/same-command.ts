import {toCidrs} from '../../network/address-set.js';
import {spellQuestion} from '../../profiles/asked/question.js';
import {parameterFlags} from '../../profiles/parameters.js';
import {bashCommand} from '../../render/bash/quote-bash.js';
import type {InspectRequest, Source} from '../../wizard/dependencies.js';
import type {WizardResult} from '../../wizard/effect.js';
import {spellCorrections} from '../../workflow/parse-corrections.js';
import type {WizardAnswers} from './wizard-dependencies.js';

/**
 * What was done in a wizard as one command, with a flag for each answer.
 *
 * @param state the folder that keeps the changes of a practice cluster
 */
export function sameCommand(
	{request, choices: {choices, without}}: WizardAnswers,
	result: WizardResult,
	written: Written | undefined,
	state?: string,
): string {
	const {source, profiles, questions, answers, corrections} = request;
	const {machines, parameters} = answers;
	// What only shapes a plan is no flag of a check.
	const shapes = result.kind === 'written' || result.kind === 'applied';
	return bashCommand(
		'aksess',
		...verbOf(request, result, written),
		...sourceFlags(source, state),
		...profiles.flatMap(name => ['--profile', name]),
		...(isAsked(request, result, written) ? [] : questions.flatMap(question => ['--ask', spellQuestion(question)])),
		...toCidrs(machines).flatMap(cidr => ['--machine', cidr.replace(/\/32$/, '')]),
		...Object.entries(parameters).flatMap(([name, value]) => parameterFlags(name, value)),
		...pairs('--correct', spellCorrections(corrections)),
		...(shapes ? [...pairs('--choose', choices), ...without.flatMap(step => ['--without', step])] : []),
		...writtenFlags(result, written),
	);
}

type Written = NonNullable<WizardAnswers['written']>;

/** One sender without a profile is what `ask` is for, unless a script or a change came of it. */
function isAsked({profiles, questions}: InspectRequest, {kind}: WizardResult, written: Written | undefined): boolean {
	const changes = kind === 'applied' || (kind === 'written' && written?.kind !== 'profile');
	return !changes && profiles.length === 0 && new Set(questions.map(({from}) => from)).size === 1;
}

function verbOf(request: InspectRequest, result: WizardResult, written: Written | undefined): readonly string[] {
	const {questions} = request;
	return isAsked(request, result, written)
		? ['ask', ...questions.slice(0, 1).map(({from}) => from), ...questions.map(({to}) => to)]
		: [verbs[result.kind]];
}

function writtenFlags({kind}: WizardResult, written: Written | undefined): readonly string[] {
	if (kind !== 'written' || written === undefined) {
		return [];
	}

	return written.kind === 'profile'
		? ['--save-profile', written.file]
		: ['--format', written.formats.join(','), '--out', written.folder];
}

const verbs = {written: 'script', applied: 'apply', left: 'check', cancelled: 'check'} as const;

function pairs(name: string, values: Readonly<Record<string, string>>): readonly string[] {
	return Object.entries(values).flatMap(([key, value]) => [name, `${key}=${value}`]);
}

function sourceFlags(source: Source, state: string | undefined): readonly string[] {
	switch (source.kind) {
		case 'cluster': {
			const [, , subscription = '', , resourceGroup = ''] = source.id.split('/');
			return ['--subscription', subscription, '--resource-group', resourceGroup, '--name', source.name];
		}

		case 'world': {
			return ['--sandbox', source.name, ...(state === undefined ? [] : ['--state', state])];
		}

		case 'folder': {
			return ['--world', source.path];
		}
	}
}
