import {formatPorts} from '../network/port-set.js';
import type {Profile, Requirement, RequirementTo} from './profile.js';

/** What one profile says of one name. */
type Statement = {
	readonly profile: string;
	readonly name: string;
	readonly hosting: string;
	readonly ports: string;
	/** Since when nothing needs it; undefined where it is needed. */
	readonly retired: string | undefined;
};

/**
 * Where profiles that are asked for together say opposite things of one name: that it lies outside Azure and in a service
 * tag, or that it is needed and needed no more. Each row is judged by its own words all the same, so a reader must know.
 */
export function contradictions(profiles: readonly Profile[]): readonly string[] {
	const statements = profiles.flatMap(({name, requirements}) => requirements.flatMap(row => statementsOf(name, row)));
	return [...Map.groupBy(statements, ({name}) => name)].flatMap(([name, group]) => [
		...opposed(group, ({hosting}) => hosting).map(
			([a, b]) =>
				`${a.profile} says that ${name} lies ${a.hosting}, and ${b.profile} that it lies ${b.hosting}; each row is checked as it is written. Correct the one that is wrong.`,
		),
		...[...Map.groupBy(group, ({ports}) => ports).values()].flatMap(same =>
			opposed(same, ({retired}) => (retired === undefined ? 'needed' : 'retired')).map(pair => {
				const [gone, needed] = pair[0].retired === undefined ? [pair[1], pair[0]] : pair;
				return `${gone.profile} says that ${name}, port ${gone.ports}, is not needed since ${gone.retired}, and ${needed.profile} needs it; it is checked. Correct the one that is wrong.`;
			}),
		),
	]);
}

/** The first two of different profiles that differ, if there are any. */
function opposed(
	statements: readonly Statement[],
	of: (statement: Statement) => string,
): readonly (readonly [Statement, Statement])[] {
	for (const [index, one] of statements.entries()) {
		const other = statements
			.slice(index + 1)
			.find(later => later.profile !== one.profile && of(one) !== '' && of(later) !== '' && of(later) !== of(one));
		if (other !== undefined) {
			return [[one, other]];
		}
	}

	return [];
}

function statementsOf(profile: string, {to, ports, confidence, since = ''}: Requirement): readonly Statement[] {
	return to.flatMap(end =>
		namesOf(end).map(({name, hosting}) => ({
			profile,
			name,
			hosting,
			ports: ports === undefined || ports === 'declared' ? '' : formatPorts(ports),
			retired: confidence === 'retired' ? since : undefined,
		})),
	);
}

function namesOf(to: RequirementTo): readonly Pick<Statement, 'name' | 'hosting'>[] {
	switch (to.kind) {
		case 'name': {
			return [{name: to.name, hosting: hostingOf(to)}];
		}

		case 'names': {
			return to.names.map(name => ({name, hosting: hostingOf(to)}));
		}

		default: {
			return [];
		}
	}
}

/** Who does not know contradicts nobody. */
function hostingOf({hosting, tag}: {readonly hosting: string; readonly tag?: string | undefined}): string {
	switch (hosting) {
		case 'outside-azure': {
			return 'outside Azure';
		}

		case 'service-tag': {
			return `in service tag ${tag ?? ''}`;
		}

		default: {
			return '';
		}
	}
}
