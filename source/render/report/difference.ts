import type {Closed, Opened} from '../../controls/comparison.js';
import type {FlowChange, WorldDifference} from '../../plan/compare/compare-worlds.js';
import {type Origin, originsOf, type Said} from '../../plan/compare/origins.js';
import {type Report, type ReportedFinding, routeOf, tellingEntries} from './report.js';

/** What `diff` says, in the shape that `--output json` prints (docs/schema/diff.schema.json). */
export type ReportedDifference = {
	readonly schemaVersion: 1;
	readonly won: readonly ReportedFlowChange[];
	readonly lost: readonly ReportedFlowChange[];
	readonly changed: readonly ReportedFlowChange[];
	readonly opened: readonly (Opened & Attributed)[];
	readonly closed: readonly (Closed & Attributed)[];
	readonly undecided: readonly string[];
};

export type ReportedFlowChange = FlowChange &
	Attributed & {
		readonly profile?: string;
		readonly purpose?: string;
		/** Who talks to whom on which ports. */
		readonly route?: string;
		/** By what it is as it is afterwards; left out where it is allowed. */
		readonly because?: readonly {readonly resource: string; readonly rule: string; readonly why: string}[];
	};

/** Where the change says it; left out where two folders are compared. */
type Attributed = {readonly at?: readonly Origin[]};

/** @param said what the change says and where; undefined where two folders are compared */
export function toDifference(
	difference: WorldDifference,
	after: Report,
	said: readonly Said[] | undefined,
	unsettled: readonly string[] = [],
): ReportedDifference {
	const findings = new Map(after.findings.map(finding => [finding.flow, finding]));
	const at = (resource: string, rule?: string): Attributed =>
		said === undefined ? {} : {at: originsOf(said, resource, rule)};
	const flow = (change: FlowChange): ReportedFlowChange => {
		const finding = findings.get(change.flow);
		return finding === undefined ? change : {...change, ...aboutFinding(finding), ...whereOf(finding, said)};
	};
	return {
		schemaVersion: 1,
		won: difference.won.map(flow),
		lost: difference.lost.map(flow),
		changed: difference.changed.map(flow),
		opened: difference.opened.map(opened => ({...opened, ...at(opened.resource)})),
		closed: difference.closed.map(closed => ({...closed, ...at(closed.resource)})),
		undecided: [...difference.undecided, ...unsettled],
	};
}

function aboutFinding(finding: ReportedFinding): Partial<ReportedFlowChange> {
	const route = routeOf(finding);
	return {
		profile: finding.profile,
		purpose: finding.purpose,
		...(route === '' ? {} : {route}),
		...(finding.verdict === 'allowed'
			? {}
			: {because: tellingEntries(finding).map(({resource, rule, why}) => ({resource, rule, why}))}),
	};
}

function whereOf(finding: ReportedFinding, said: readonly Said[] | undefined): Attributed {
	if (said === undefined) {
		return {};
	}

	const origins = tellingEntries(finding).flatMap(({resource, rule}) => originsOf(said, resource, rule));
	return {at: [...new Map(origins.map(origin => [`${origin.file} ${origin.address}`, origin])).values()]};
}

/** `plan.json: azurerm_route.out, azurerm_route.in`, to end a text with; empty where nothing is known. */
export function spellOrigins(at: readonly Origin[] | undefined): string {
	return [...Map.groupBy(at ?? [], ({file}) => file)]
		.map(([file, origins]) => {
			const shown = origins.slice(0, mostShown).map(({address}) => address);
			const more = origins.length - shown.length;
			return `${file}: ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
		})
		.join('; ');
}

const mostShown = 3;
