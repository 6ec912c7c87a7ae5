import type {Control, ControlId, Finding, Need, Remedy} from '../controls/control.js';
import {isBlockedBy} from '../controls/trail.js';
import type {Flow} from '../profiles/flow.js';
import type {Topology} from '../topology/topology.js';
import type {Choice} from './plan.js';

/** One need with the flow that has it and the control that is in its way. */
export type Wanted = {
	readonly need: Need;
	readonly flow: Flow;
	readonly control: ControlId;
	/** The remedy's title, for the reason of the step. */
	readonly title: string;
};

export type CollectedNeeds = {
	readonly wanted: readonly Wanted[];
	readonly choices: readonly Choice[];
};

/** `requirement` or `requirement@control` to remedy id; `none` leaves the flow as it is. */
export type Choices = Readonly<Record<string, string>>;

/**
 * Takes one remedy per blocked flow and control: the one chosen by name, else the first that does not wait to be
 * asked for (controls list the least opening first).
 */
export function collectNeeds(
	findings: readonly Finding[],
	topology: Topology,
	controls: readonly Control[],
	chosen: Choices,
): CollectedNeeds {
	const wanted: Wanted[] = [];
	const choices = new Map<string, Choice>();
	for (const finding of findings) {
		for (const control of blockingControls(finding, controls)) {
			const remedies = control.remedy(finding, topology);
			const taken = choose(remedies, finding.flow, control.id, chosen);
			if (taken !== undefined) {
				const needs = isBlockedBy(finding, control.id) ? taken.needs : taken.needs.filter(isAdvice);
				wanted.push(...needs.map(need => ({need, flow: finding.flow, control: control.id, title: taken.title})));
			}

			const choice = describeChoice(finding.flow.requirement, control.id, remedies, taken);
			if (choice !== undefined) {
				choices.set(`${choice.requirement}@${choice.control}`, choice);
			}
		}
	}

	return {wanted, choices: [...choices.values()]};
}

/** Undecided flows get no change (we do not know that one is needed) but keep their control's advice. */
function blockingControls(finding: Finding, controls: readonly Control[]): readonly Control[] {
	const concerned = new Set(
		finding.trail
			.filter(entry => entry.verdict === 'blocked' || entry.verdict === 'undecided')
			.map(entry => entry.control),
	);
	return controls.filter(control => concerned.has(control.id));
}

function isAdvice(need: Need): boolean {
	return need.kind === 'advice';
}

function choose(remedies: readonly Remedy[], flow: Flow, control: ControlId, chosen: Choices): Remedy | undefined {
	const name = chosen[`${flow.requirement}@${control}`] ?? chosen[flow.requirement];
	if (name === 'none') {
		return undefined;
	}

	return remedies.find(remedy => remedy.id === name) ?? remedies.find(remedy => remedy.onRequest !== true);
}

/** A choice is worth showing when there is one: two ways, or one that waits to be asked for. */
function describeChoice(
	requirement: string,
	control: ControlId,
	remedies: readonly Remedy[],
	taken: Remedy | undefined,
): Choice | undefined {
	if (remedies.length < 2 && taken !== undefined && taken.onRequest !== true) {
		return undefined;
	}

	return remedies.length === 0
		? undefined
		: {
				requirement,
				control,
				taken: taken?.id,
				options: remedies.map(({id, title, opens, onRequest}) => ({id, title, opens, onRequest: onRequest === true})),
			};
}
