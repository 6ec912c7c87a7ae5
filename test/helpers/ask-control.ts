import {assessFlow} from '../../source/controls/assess.js';
import type {Control} from '../../source/controls/control.js';
import type {Finding, TrailEntry} from '../../source/controls/finding.js';
import {openings} from '../../source/controls/openings.js';
import type {Remedy} from '../../source/controls/remedy.js';
import type {Flow} from '../../source/profiles/flow.js';
import type {Topology} from '../../source/topology/topology.js';
import type {Wording} from '../../source/wording/control-wording.js';
import {wordingOf} from '../../source/wording/wording.js';

/** What one control alone says of a flow's way, with its words. */
export function entriesOf(control: Control, flow: Flow, topology: Topology): readonly (TrailEntry & Wording)[] {
	return saidIn(findingOf(control, flow, topology));
}

export function saidIn(finding: Finding): readonly (TrailEntry & Wording)[] {
	return finding.trail.map(entry => ({...entry, ...wordingOf(entry, finding)}));
}

/** A finding as if no other control stood on the way. */
export function findingOf(control: Control, flow: Flow, topology: Topology): Finding {
	return assessFlow(flow, topology, [control]);
}

/** The ways through this control, those over the whole way among them; none where it lets the flow pass. */
export function remediesOf(control: Control, flow: Flow, topology: Topology): readonly Remedy[] {
	return openings(findingOf(control, flow, topology), topology, [control]).flatMap(({remedies}) => remedies);
}
