import type {Assessment} from '../../controls/assess.js';
import type {Finding} from '../../controls/finding.js';
import type {Verdict} from '../../controls/verdict.js';
import type {UnboundRequirement} from '../../profiles/flow.js';

export type FindingRow =
	| {readonly kind: 'finding'; readonly key: string; readonly verdict: Verdict; readonly finding: Finding}
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
	readonly rows: readonly FindingRow[];
};

/** What needs a person comes first. */
const order: readonly {readonly verdict: Verdict; readonly title: string}[] = [
	{verdict: 'blocked', title: 'Blocked'},
	{verdict: 'undecided', title: 'Undecided'},
	{verdict: 'allowed', title: 'Allowed'},
	{verdict: 'not-applicable', title: 'Not applicable'},
];

export function findingGroups({findings, unbound, notes}: Assessment): readonly FindingGroup[] {
	const rows = [
		...findings.map(
			finding => ({kind: 'finding', key: `flow:${finding.flow.id}`, verdict: finding.verdict, finding}) as const,
		),
		...unbound.map(
			requirement =>
				({
					kind: 'unbound',
					key: `unbound:${requirement.profile}:${requirement.requirement}`,
					verdict: requirement.verdict,
					requirement,
				}) as const,
		),
	];
	const groups: readonly FindingGroup[] = [
		...order.map(({verdict, title}) => ({verdict, title, rows: rows.filter(row => row.verdict === verdict)})),
		{
			verdict: undefined,
			title: 'Notes',
			rows: notes.map((text, index) => ({kind: 'note', key: `note:${index}`, text}) as const),
		},
	];
	return groups.filter(group => group.rows.length > 0);
}

export function findingRows(assessment: Assessment): readonly FindingRow[] {
	return findingGroups(assessment).flatMap(({rows}) => rows);
}

export function countVerdicts({findings, unbound}: Assessment): Readonly<Record<Verdict, number>> {
	const counts = {allowed: 0, blocked: 0, undecided: 0, 'not-applicable': 0};
	for (const {verdict} of [...findings, ...unbound]) {
		counts[verdict]++;
	}

	return counts;
}
