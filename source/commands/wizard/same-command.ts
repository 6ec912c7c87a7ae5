import {toCidrs} from '../../network/address-set.js';
import {parameterFlags} from '../../profiles/parameters.js';
import {bashCommand} from '../../render/bash/quote-bash.js';
import type {Source} from '../../wizard/dependencies.js';
import type {WizardResult} from '../../wizard/effect.js';
import {spellCorrections} from '../../workflow/parse-corrections.js';
import type {WizardAnswers} from './wizard-dependencies.js';

/** What was done in a wizard as one command, with a flag for each answer. */
export function sameCommand(
	{request: {source, profiles, answers, corrections}, choices: {choices, without}}: WizardAnswers,
	result: WizardResult,
	written: {readonly formats: readonly string[]; readonly folder: string} | undefined,
): string {
	const {machines, parameters} = answers;
	// What only shapes a plan is no flag of a check.
	const shapes = result.kind === 'written' || result.kind === 'applied';
	return bashCommand(
		'aksess',
		verbs[result.kind],
		...sourceFlags(source),
		...profiles.flatMap(name => ['--profile', name]),
		...toCidrs(machines).flatMap(cidr => ['--machine', cidr.replace(/\/32$/, '')]),
		...Object.entries(parameters).flatMap(([name, value]) => parameterFlags(name, value)),
		...pairs('--correct', spellCorrections(corrections)),
		...(shapes ? [...pairs('--choose', choices), ...without.flatMap(step => ['--without', step])] : []),
		...(result.kind === 'written' && written !== undefined
			? ['--format', written.formats.join(','), '--out', written.folder]
			: []),
	);
}

const verbs = {written: 'script', applied: 'apply', left: 'check', cancelled: 'check'} as const;

function pairs(name: string, values: Readonly<Record<string, string>>): readonly string[] {
	return Object.entries(values).flatMap(([key, value]) => [name, `${key}=${value}`]);
}

function sourceFlags(source: Source): readonly string[] {
	switch (source.kind) {
		case 'cluster': {
			const [, , subscription = '', , resourceGroup = ''] = source.id.split('/');
			return ['--subscription', subscription, '--resource-group', resourceGroup, '--name', source.name];
		}

		case 'world': {
			return ['--sandbox', source.name];
		}

		case 'folder': {
			return ['--world', source.path];
		}
	}
}
