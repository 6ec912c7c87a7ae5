import type {Comparison, ForNames, Opened} from '../controls/comparison.js';
import {andList} from '../network/and-list.js';
import {pluralize} from './pluralize.js';

/** How many of the flows that were blocked are open after, are undecided after, and stay blocked. */
type Flows = {readonly won: number; readonly doubted: number; readonly left: number};

/**
 * What a plan does, in one sentence and in numbers: `Opens 9 of 11 blocked flows, nothing more than they need; closes
 * nothing.` Where names are wanted and only addresses can be said, that is no "nothing beside".
 *
 * @param unsure flows that were undecided before
 */
export function headline(
	{opened, closed, undecided}: Comparison,
	{won, doubted, left}: Flows,
	unsure: readonly string[],
): string {
	const rest =
		unsure.length === 0 ? '' : ` Undecided: ${unsure.join(', ')}; \`aksess explain FLOW\` says what to check.`;
	if (opened.length === 0 && closed.length === 0 && won === 0) {
		if (left + doubted > 0) {
			return `No change opens what is blocked; see what is left to do by hand.${rest}`;
		}

		return unsure.length === 0
			? 'Nothing is blocked; there is nothing to do.'
			: `Nothing is blocked for sure, so nothing is changed.${rest}`;
	}

	const closes = closed.length === 0 ? 'closes nothing' : `closes ${pluralize(closed.length, 'way')}`;
	const doubt = undecided.length === 0 ? '' : ` ${pluralize(undecided.length, 'question')} could not be decided.`;
	const only = doubted === 0 ? '' : ` and makes ${doubted} more undecided`;
	const flows = `Opens ${won} of ${pluralize(won + doubted + left, 'blocked flow')}${only}`;
	return `${flows}${beside(opened)}; ${closes}.${doubt}${rest}`;
}

function beside(opened: readonly Opened[]): string {
	const wider = opened.flatMap(item => (item.wider === undefined ? [] : [item.wider]));
	const forNames = wider.flatMap(item => item.forNames ?? []);
	const others = wider.length - forNames.length;
	if (wider.length === 0) {
		return ', nothing more than they need';
	}

	const more = others === 0 ? '' : `, and ${pluralize(others, 'opening')} wider than required`;
	return forNames.length === 0 ? more : `: ${insteadOfNames(forNames)}${more}`;
}

/** `4 names, and tcp 443 to every address for 10.41.0.0/25, because security groups cannot match names` */
function insteadOfNames(all: readonly ForNames[]): string {
	const names = new Set(all.flatMap(item => item.names));
	const open = [...new Set(all.map(item => item.open))];
	const shown = open.length > 3 ? [...open.slice(0, 2), `${open.length - 2} more like it`] : open;
	const by = [...new Set(all.map(item => item.by))];
	return `${pluralize(names.size, 'name')}, and ${andList(shown)}, because ${andList(by)} cannot match names`;
}
