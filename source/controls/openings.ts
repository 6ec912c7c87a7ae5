import type {Topology} from '../topology/topology.js';
import {byReach} from './by-reach.js';
import type {Control} from './control.js';
import type {ControlId} from './control-id.js';
import type {Finding} from './finding.js';
import {publishService} from './publish-service.js';
import type {Remedy} from './remedy.js';

/** Ways to open a flow, and the controls that let it through then; `control` is the first of them that stops it. */
export type Opening = {
	readonly control: ControlId;
	readonly covers: readonly ControlId[];
	readonly remedies: readonly Remedy[];
};

/** Undecided flows get no change (we do not know that one is needed) but keep their control's advice. */
export function openings(finding: Finding, topology: Topology, controls: readonly Control[]): readonly Opening[] {
	const stopping = controls.flatMap(control => {
		const entries = finding.trail.filter(
			({control: id, verdict}) => id === control.id && (verdict === 'blocked' || verdict === 'undecided'),
		);
		return entries.length === 0 ? [] : [{control, entries}];
	});
	const joint = publishService(finding, topology, controls);
	const covered = stopping.filter(({control}) => joint?.covers.includes(control.id));
	const [first] = covered;
	return [
		...(joint === undefined || first === undefined
			? []
			: [{...joint, control: first.control.id, remedies: byReach(joint.remedies)}]),
		...stopping
			.filter(stop => !covered.includes(stop))
			.map(({control, entries}) => ({
				control: control.id,
				covers: [control.id],
				remedies: byReach(control.remedy({finding, entries}, topology)),
			})),
	];
}
