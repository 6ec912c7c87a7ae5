import {systemClock, timestamp} from '../apply/clock.js';
import {list, type Options, text} from '../command-line/command.js';
import {packageVersion} from '../package-root.js';
import type {Plan} from '../plan/plan.js';
import {networkPage} from '../render/network-page/network-page.js';
import type {Report} from '../render/report/report.js';
import type {Session} from '../session.js';
import {networkMap} from '../wording/map/network-map.js';
import type {Inspected} from './inspect.js';
import {planFor} from './plan-for.js';

export type PageContent = {
	/** What was done, said before the cluster's name: `Network check`. */
	readonly what: string;
	readonly report: Report;
	/** Left out where it is still to be made, if one can be made. */
	readonly plan?: Plan;
	readonly warnings: readonly string[];
};

/** One page to send on, written while it is made. */
export function writePage(
	inspected: Inspected,
	{what, report, plan, warnings}: PageContent,
	options: Options,
	{stdout}: Session,
): void {
	const page = networkPage({
		title: `${what}: ${inspected.cluster?.name ?? 'manifests'}`,
		report,
		map: networkMap(inspected.assessment.findings, inspected.topology),
		plan: plan ?? planOrWhyNot(inspected, report, options),
		warnings,
		origin: {made: timestamp(systemClock).slice(0, 10), version: packageVersion(), source: sourceWords(options)},
	});
	for (const part of page) {
		stdout.write(part);
	}
}

/** Looking never fails for want of a plan: the page says why there is none. */
function planOrWhyNot(inspected: Inspected, {summary}: Report, options: Options): Plan | string {
	if (summary.blocked + summary.undecided === 0) {
		return 'Nothing is blocked, so there is nothing to change.';
	}

	if (inspected.cluster === undefined) {
		return 'Manifests alone have no cluster that could be changed.';
	}

	if (list(options, 'change').length > 0) {
		return 'This is the network as it will be after a change that is not made yet; a plan is made for what is there.';
	}

	return inspected.recognition === undefined
		? planFor(inspected)
		: 'Nobody said what must work; these workloads were merely found, and nothing is changed for that. With --profile the page has a plan and its proof.';
}

function sourceWords(options: Options): string {
	const practice = text(options, 'sandbox');
	if (practice !== undefined) {
		return `A practice cluster (${practice}), not a real one.`;
	}

	return text(options, 'world') === undefined ? 'Read from Azure.' : 'Read from files.';
}
