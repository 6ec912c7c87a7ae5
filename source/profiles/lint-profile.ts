import {isLeftMostWildcard} from '../network/name-pattern.js';
import {factNames, isFactName} from './facts.js';
import {checkAddressSets} from './lint-address-sets.js';
import {nearestName} from './nearest-name.js';
import {parseProfile} from './parse-profile.js';
import type {Condition, Conditions, Profile, Requirement} from './profile.js';
import type {ProfileProblem, ReportProblem} from './profile-problem.js';

/** Everything wrong or doubtful in a profile's text, in the order of the text. */
export function lintProfile(text: string, file: string): readonly ProfileProblem[] {
	return examineProfile(text, file).problems;
}

type Examined = {
	/** Undefined when there are errors: nothing is decided by a profile with a mistake in it. */
	readonly profile: Profile | undefined;
	readonly problems: readonly ProfileProblem[];
};

export function examineProfile(text: string, file: string): Examined {
	const {profile, problems, at} = parseProfile(text, file);
	const found = [...problems];
	if (profile !== undefined) {
		checkProfile(profile, (severity, path, message) => found.push({severity, file, ...at(path), message}));
	}

	found.sort((a, b) => a.line - b.line || a.column - b.column);
	return {profile: found.some(({severity}) => severity === 'error') ? undefined : profile, problems: found};
}

function checkProfile(profile: Profile, report: ReportProblem): void {
	checkParameters(profile, report);
	for (const name of Object.keys(profile.facts).filter(isFactName)) {
		report('error', ['facts', name], `${name} is a fact of every cluster; take another name.`);
	}

	checkAddressSets(profile.addressSets, report);
	for (const [index, sign] of profile.detect.entries()) {
		if (sign.kind === 'fact') {
			checkFact(profile, sign, ['detect', index], report);
		}
	}

	const seen = new Set<string>();
	for (const [index, requirement] of profile.requirements.entries()) {
		const path = ['requirements', index];
		if (seen.has(requirement.id)) {
			report('error', [...path, 'id'], `There are two requirements ${requirement.id}; an id names one.`);
		}

		seen.add(requirement.id);
		checkRequirement(profile, requirement, path, report);
	}

	checkUse(profile, report);
}

function checkParameters({parameters, revisions}: Profile, report: ReportProblem): void {
	for (const [name, parameter] of Object.entries(parameters)) {
		if (parameter.kind === 'choice') {
			checkChoice(name, parameter, report);
		}
	}

	const {revision} = parameters;
	const offered = revision?.kind === 'choice' ? revision.choices.map(({value}) => value).join(', ') : 'nothing';
	const listed = revisions.map(({id}) => id).join(', ');
	if (listed !== '' && listed !== offered) {
		report('error', ['revisions'], `The revisions are ${listed}, but the parameter revision offers ${offered}.`);
	}
}

function checkChoice(
	name: string,
	parameter: Extract<Profile['parameters'][string], {kind: 'choice'}>,
	report: ReportProblem,
): void {
	const values = parameter.choices.map(({value}) => value);
	for (const field of ['default', 'assumed'] as const) {
		const value = parameter[field];
		if (value !== undefined && !values.includes(value)) {
			report('error', ['parameters', name, field], `The ${field} value is none of the choices ${values.join(', ')}.`);
		}
	}

	if (parameter.default !== undefined && parameter.assumed !== undefined) {
		report('error', ['parameters', name, 'assumed'], 'A parameter has a `default` or an `assumed` value, not both.');
	}
}

function checkRequirement(
	profile: Profile,
	requirement: Requirement,
	path: readonly PropertyKey[],
	report: ReportProblem,
): void {
	checkConditions(profile, requirement.when, [...path, 'when'], report);
	for (const [index, note] of requirement.notes.entries()) {
		checkConditions(profile, note.when ?? [], [...path, 'notes', index, 'when'], report);
	}

	const ends = [
		...(requirement.from === undefined ? [] : [{end: requirement.from, at: [...path, 'from']}]),
		...requirement.to.map((end, index) => ({end, at: [...path, 'to', index]})),
	];
	for (const {end, at} of ends) {
		checkConditions(profile, ('when' in end ? end.when : undefined) ?? [], [...at, 'when'], report);
		if (end.kind === 'addresses') {
			checkReference('address set', end.set, Object.keys(profile.addressSets), [...at, 'set'], report);
		}

		if (end.kind === 'space-pods' && profile.spaces === undefined) {
			report('error', [...at, 'kind'], 'The profile does not say what its `spaces` are.');
		}

		if (end.kind === 'pods' && Object.keys(end).length === 1) {
			report('warning', at, 'No namespace and no labels: these are all pods of the cluster.');
		}

		if ((end.kind === 'name' || end.kind === 'image-registries') && end.parameter !== undefined) {
			checkReference('parameter', end.parameter, Object.keys(profile.parameters), [...at, 'parameter'], report);
		}

		checkNames(end, at, report);
	}
}

function checkNames(
	end: Requirement['to'][number] | NonNullable<Requirement['from']>,
	path: readonly PropertyKey[],
	report: ReportProblem,
): void {
	if (end.kind !== 'name' && end.kind !== 'names' && end.kind !== 'image-registries') {
		return;
	}

	if ((end.hosting === 'service-tag') !== (end.tag !== undefined)) {
		report('error', [...path, 'hosting'], 'A `tag` is given exactly when `hosting` is service-tag.');
	}

	const names =
		end.kind === 'names'
			? end.names.map((name, index) => ({name, at: [...path, 'names', index]}))
			: [{name: end.name, at: [...path, 'name']}];
	for (const {name, at} of names) {
		// With a parameter the exact name can be told, and the rule is as narrow as it should be.
		if (!isLeftMostWildcard(name) && !(end.kind === 'name' && end.parameter !== undefined)) {
			const message = `Azure Firewall takes * only as the first character, so a rule for ${name} will be wider.`;
			report('warning', at, message);
		}
	}
}

function checkConditions(
	profile: Profile,
	conditions: Conditions,
	path: readonly PropertyKey[],
	report: ReportProblem,
): void {
	const {parameters} = profile;
	for (const [index, condition] of conditions.entries()) {
		const at = [...path, index];
		if (condition.parameter === undefined) {
			checkFact(profile, condition, at, report);
			continue;
		}

		checkReference('parameter', condition.parameter, Object.keys(parameters), [...at, 'parameter'], report);
		const parameter = Object.hasOwn(parameters, condition.parameter) ? parameters[condition.parameter] : undefined;
		if (parameter?.kind === 'choice') {
			const values = parameter.choices.map(({value}) => value);
			for (const value of [...(condition.in ?? []), ...(condition.not ?? [])].filter(name => !values.includes(name))) {
				report(
					'error',
					at,
					`${JSON.stringify(value)} is not a choice of ${condition.parameter}; there are ${values.join(', ')}.`,
				);
			}
		}
	}
}

/** Values of the facts of every cluster are held by the schema. */
function checkFact(
	{facts}: Profile,
	{fact = '', in: wanted = [], not = []}: Condition,
	path: readonly PropertyKey[],
	report: ReportProblem,
): void {
	checkReference('fact', fact, [...factNames, ...Object.keys(facts)], [...path, 'fact'], report);
	const values = Object.hasOwn(facts, fact) ? facts[fact]?.values : undefined;
	for (const value of [...wanted, ...not].filter(name => values?.includes(name) === false)) {
		report('error', path, `${JSON.stringify(value)} is not a value of ${fact}; there are ${values?.join(', ')}.`);
	}
}

function checkReference(
	what: string,
	name: string,
	names: readonly string[],
	path: readonly PropertyKey[],
	report: ReportProblem,
): void {
	if (!names.includes(name)) {
		const near = nearestName(name, names);
		report('error', path, `There is no ${what} ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`);
	}
}

function checkUse(profile: Profile, report: ReportProblem): void {
	const {requirements} = profile;
	const ends = requirements.flatMap(({from, to}) => [...to, ...(from === undefined ? [] : [from])]);
	const conditions = [
		...requirements.flatMap(({when, notes}) => [...when, ...notes.flatMap(note => note.when ?? [])]),
		...ends.flatMap(end => ('when' in end ? (end.when ?? []) : [])),
	];
	for (const name of Object.keys(profile.addressSets)) {
		if (!ends.some(end => end.kind === 'addresses' && end.set === name)) {
			report('warning', ['addressSets', name], 'No requirement uses this address set.');
		}
	}

	for (const name of Object.keys(profile.parameters)) {
		const named = ends.some(end => (end.kind === 'name' || end.kind === 'image-registries') && end.parameter === name);
		if (!named && !conditions.some(({parameter}) => parameter === name)) {
			report('warning', ['parameters', name], 'Nothing depends on this parameter; the question would be idle.');
		}
	}
}
