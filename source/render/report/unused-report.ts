import type {ControlId} from '../../controls/control-id.js';
import type {RetiredNeed, Unused, UnusedRule} from '../../plan/unused/find-unused.js';
import type {UnusedBound} from '../../plan/unused/unused-bounds.js';
import {listed} from '../../wording/listed.js';

/** What no profile needs, as `--output json` prints it (docs/schema/check.schema.json). */
export type ReportedUnused = {
	/** How many rules, ranges and policy entries were looked at. */
	readonly looked: number;
	readonly rules: readonly ReportedUnusedRule[];
	/** What was not looked at, and may need some of them. */
	readonly bounds: readonly UnusedBound[];
};

export type ReportedUnusedRule = {
	/** What `plan --remove` takes. */
	readonly id: string;
	readonly control: ControlId;
	readonly resource: string;
	readonly rule: string;
	/** `undecided`: a flow of which something was not read may need it. */
	readonly verdict: 'unused' | 'undecided';
	readonly closes: readonly string[];
	readonly shadowedBy: readonly string[];
	readonly wasFor: readonly RetiredNeed[];
	readonly perhapsFor: UnusedRule['perhapsFor'];
	/** In sentences, what follows from all that. */
	readonly says: readonly string[];
};

export function reportUnused({looked, rules}: Unused, bounds: readonly UnusedBound[]): ReportedUnused {
	return {looked, rules: rules.map(reportRule), bounds};
}

function reportRule(unused: UnusedRule): ReportedUnusedRule {
	const {id, control, resource, rule, closes, shadowedBy, wasFor, perhapsFor} = unused;
	return {
		id,
		control,
		resource,
		rule,
		verdict: perhapsFor.length === 0 ? 'unused' : 'undecided',
		closes,
		shadowedBy,
		wasFor,
		perhapsFor,
		says: sentences(unused),
	};
}

function sentences({
	control,
	closes,
	shadowedBy,
	uncertain,
	perhapsFor,
	wasFor,
	others,
}: UnusedRule): readonly string[] {
	return [
		closes.length > 0
			? `Without it would close: ${closes.join('; ')}.`
			: uncertain.length > 0
				? `What would close cannot be told: ${uncertain.join(' ')}`
				: shadowedBy.length > 0
					? `Without it would close nothing: shadowed by ${listed(shadowedBy)}.`
					: control === 'network-policy'
						? 'Without it would close nothing for the pods that are there.'
						: 'Without it would close nothing.',
		...wasFor.map(
			({profile, requirement, since}) =>
				`It let ${requirement} of ${profile} through, retired since ${since}: for that it may go.`,
		),
		...perhapsFor.map(
			({flow, missing}) => `Perhaps ${flow} needs it${missing === undefined ? '' : `; missing: ${missing.datum}`}.`,
		),
		...(others === undefined ? [] : [others]),
	];
}

/** `2 of 14 rules …`; for headings. */
export function unusedHeading({looked, rules}: ReportedUnused): string {
	const number = rules.length;
	if (looked === 0) {
		return 'There are no rules or ranges of your own that let something through';
	}

	return number === 0
		? `Each of the ${looked} rules and ranges is needed by one of these profiles`
		: `${number} of ${looked} rules and ranges ${number === 1 ? 'is' : 'are'} needed by none of these profiles`;
}
