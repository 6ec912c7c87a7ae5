import type {Assessment} from '../../controls/assess.js';
import type {Finding, Verdict} from '../../controls/control.js';
import type {UnboundRequirement} from '../../profiles/flow.js';

export type FindingRow =
	| {readonly kind: 'finding'; readonly key: string; readonly verdict: Verdict; readonly finding: Finding}
	| {
			readonly kind: 'unbound';
			readonly key: string;
			readonly verdict: Verdict;
			readonly requirement: UnboundRequirement;
	  };

export type FindingGroup = {
	readonly verdict: Verdict;
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

export function findingGroups({findings, unbound}: Assessment): readonly FindingGroup[] {
	const rows: readonly FindingRow[] = [
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
	return order
		.map(({verdict, title}) => ({verdict, title, rows: rows.filter(row => row.verdict === verdict)}))
		.filter(group => group.rows.length > 0);
}

export function findingRows(assessment: Assessment): readonly FindingRow[] {
	return findingGroups(assessment).flatMap(({rows}) => rows);
}

export function countVerdicts(assessment: Assessment): Readonly<Record<Verdict, number>> {
	const counts = {allowed: 0, blocked: 0, undecided: 0, 'not-applicable': 0};
	for (const {verdict} of findingRows(assessment)) {
		counts[verdict]++;
	}

	return counts;
}
