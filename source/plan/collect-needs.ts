import type {Control} from '../controls/control.js';
import type {ControlId} from '../controls/control-id.js';
import type {Finding} from '../controls/finding.js';
import type {Need} from '../controls/need.js';
import {openings} from '../controls/openings.js';
import type {Remedy} from '../controls/remedy.js';
import {isBlockedBy} from '../controls/trail.js';
import type {Flow} from '../profiles/flow.js';
import type {Topology} from '../topology/topology.js';
import {needRecords} from './needs/need-records.js';
import type {Choice} from './plan.js';
import type {Wanted} from './wanted.js';

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
		for (const {control, covers, remedies: all} of openings(finding, topology, controls)) {
			const remedies = all.map(remedy => asNeeded(remedy, finding.flow));
			const taken = choose(remedies, finding.flow, [control, ...covers], chosen);
			if (taken !== undefined) {
				const needs = covers.some(id => isBlockedBy(finding, id)) ? taken.needs : taken.needs.filter(isAdvice);
				for (const need of needs) {
					wanted.push({need, flow: finding.flow, control: needRecords[need.kind].owner ?? control, title: taken.title});
				}
			}

			const choice = describeChoice(finding.flow.requirement, control, remedies, taken);
			if (choice !== undefined) {
				choices.set(`${choice.requirement}@${choice.control}`, choice);
			}
		}
	}

	return {wanted, choices: [...choices.values()]};
}

/** Nothing is opened for what nobody could verify to be needed, unless somebody asks for it by name. */
function asNeeded(remedy: Remedy, {confidence}: Flow): Remedy {
	return confidence === 'unverified' ? {...remedy, onRequest: true} : remedy;
}

function isAdvice(need: Need): boolean {
	return need.kind === 'advice';
}

/** One way out may be for several controls at once, and is chosen by each of them. */
function choose(
	remedies: readonly Remedy[],
	{requirement}: Flow,
	controls: readonly ControlId[],
	chosen: Choices,
): Remedy | undefined {
	const named = controls.flatMap(control => chosen[`${requirement}@${control}`] ?? []);
	const name = named.includes('none') ? 'none' : (named[0] ?? chosen[requirement]);
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
