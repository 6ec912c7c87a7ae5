import type {Assessment} from '../../controls/assess.js';
import type {ControlId} from '../../controls/control-id.js';
import type {Finding} from '../../controls/finding.js';
import type {Verdict} from '../../controls/verdict.js';
import type {UnboundRequirement} from '../../profiles/flow.js';
import {type Cause, causesOf} from '../../wording/cause.js';

export type FindingRow =
	/** One rule of one resource with every flow that it stops or leaves undecided. */
	| {
			readonly kind: 'cause';
			readonly key: string;
			readonly verdict: Verdict;
			readonly cause: Cause;
			readonly findings: readonly Finding[];
			/** Its flows stand below it. */
			readonly isOpen: boolean;
	  }
	| {
			readonly kind: 'finding';
			readonly key: string;
			readonly verdict: Verdict;
			readonly finding: Finding;
			/** It stands below this one. */
			readonly under: Cause | undefined;
	  }
	| {
			readonly kind: 'unbound';
			readonly key: string;
			readonly verdict: Verdict;
			readonly requirement: UnboundRequirement;
	  }
	/** About a whole profile. */
	| {readonly kind: 'note'; readonly key: string; readonly text: string};

export type FindingGroup = {
	readonly verdict: Verdict | undefined;
	readonly title: string;
	/** Of flows and requirements: a flow with two causes counts once. */
	readonly count: number;
	/** How many rules stand behind the count; undefined where they are not told. */
	readonly causes: number | undefined;
	readonly rows: readonly FindingRow[];
};

/** How the findings are looked at. */
export type FindingView = {
	/** By the rule that decides, or flow by flow in the order of the requirements. */
	readonly grouping: 'cause' | 'requirement';
	/** Only what this control decides. */
	readonly control: ControlId | undefined;
	/** Words that a row must have, each somewhere. */
	readonly search: string;
	/** Keys of the causes whose flows are listed. */
	readonly opened: readonly string[];
};

export const wholeView: FindingView = {grouping: 'requirement', control: undefined, search: '', opened: []};

/** What needs a person comes first. */
const order: readonly {readonly verdict: Verdict; readonly title: string}[] = [
	{verdict: 'blocked', title: 'Blocked'},
	{verdict: 'undecided', title: 'Undecided'},
	{verdict: 'allowed', title: 'Allowed'},
	{verdict: 'not-applicable', title: 'Not applicable'},
];

export function findingGroups(
	{findings, unbound, notes}: Assessment,
	view: FindingView = wholeView,
): readonly FindingGroup[] {
	const wanted = findings.filter(finding => isWanted(finding, view));
	const others = view.control === undefined ? unbound.filter(item => fits(unboundText(item), view.search)) : [];
	const groups: readonly FindingGroup[] = [
		...order.map(({verdict, title}) => {
			const own = wanted.filter(finding => finding.verdict === verdict);
			const bare = others.filter(item => item.verdict === verdict);
			const isByCause = view.grouping === 'cause' && (verdict === 'blocked' || verdict === 'undecided');
			const rows = isByCause ? causeRows(own, verdict, view) : own.map(finding => findingRow(finding, undefined));
			return {
				verdict,
				title,
				count: own.length + bare.length,
				causes: isByCause ? rows.filter(({kind}) => kind === 'cause').length : undefined,
				rows: [...rows, ...bare.map(unboundRow)],
			};
		}),
		{
			verdict: undefined,
			title: 'Notes',
			count: notes.length,
			causes: undefined,
			rows:
				view.control === undefined && view.search === ''
					? notes.map((text, index) => ({kind: 'note', key: `note:${index}`, text}) as const)
					: [],
		},
	];
	return groups.filter(group => group.rows.length > 0);
}

export function findingRows(assessment: Assessment, view: FindingView = wholeView): readonly FindingRow[] {
	return findingGroups(assessment, view).flatMap(({rows}) => rows);
}

/** The next control to look at alone, of those that stop something or leave it undecided; after the last all of them. */
export function nextControl({findings}: Assessment, control: ControlId | undefined): ControlId | undefined {
	const deciding = [
		...new Set(
			findings
				.filter(({verdict}) => verdict === 'blocked' || verdict === 'undecided')
				.flatMap(finding => causesOf(finding).map(cause => cause.control)),
		),
	];
	return control === undefined ? deciding[0] : deciding[deciding.indexOf(control) + 1];
}

/** What stops most comes first; a flow stands below each that stops it. */
function causeRows(findings: readonly Finding[], verdict: Verdict, view: FindingView): readonly FindingRow[] {
	const found = new Map<string, {readonly cause: Cause; readonly findings: Finding[]}>();
	const alone: Finding[] = [];
	for (const finding of findings) {
		const causes = causesOf(finding).filter(({control}) => view.control === undefined || control === view.control);
		for (const cause of causes) {
			const entry = found.get(cause.key) ?? {cause, findings: []};
			entry.findings.push(finding);
			found.set(cause.key, entry);
		}

		if (causes.length === 0) {
			alone.push(finding);
		}
	}

	const sorted = [...found.values()].toSorted((left, right) => right.findings.length - left.findings.length);
	return [
		...sorted.flatMap(({cause, findings: own}): readonly FindingRow[] => {
			const key = `cause:${verdict}:${cause.key}`;
			// Whoever searches wants to see what was found.
			const isOpen = own.length > 1 && (view.search !== '' || view.opened.includes(key));
			const rows = isOpen ? own.map(finding => findingRow(finding, cause)) : [];
			return [{kind: 'cause', key, verdict, cause, findings: own, isOpen}, ...rows];
		}),
		...alone.map(finding => findingRow(finding, undefined)),
	];
}

function findingRow(finding: Finding, under: Cause | undefined): FindingRow {
	const key = `flow:${finding.flow.id}${under === undefined ? '' : `@${under.key}`}`;
	return {kind: 'finding', key, verdict: finding.verdict, finding, under};
}

function unboundRow(requirement: UnboundRequirement): FindingRow {
	const key = `unbound:${requirement.profile}:${requirement.requirement}`;
	return {kind: 'unbound', key, verdict: requirement.verdict, requirement};
}

function isWanted(finding: Finding, {control, search}: FindingView): boolean {
	const causes = causesOf(finding);
	const {id, from, to, requirement} = finding.flow;
	const text = [id, from, to, requirement, ...causes.flatMap(({place, rule}) => [place, rule])].join(' ');
	return (control === undefined || causes.some(cause => cause.control === control)) && fits(text, search);
}

function unboundText({requirement, why}: UnboundRequirement): string {
	return `${requirement} ${why}`;
}

function fits(text: string, search: string): boolean {
	const all = text.toLowerCase();
	return search
		.toLowerCase()
		.split(/\s+/)
		.every(word => all.includes(word));
}

export function countVerdicts({findings, unbound}: Assessment): Readonly<Record<Verdict, number>> {
	const counts = {allowed: 0, blocked: 0, undecided: 0, 'not-applicable': 0};
	for (const {verdict} of [...findings, ...unbound]) {
		counts[verdict]++;
	}

	return counts;
}
