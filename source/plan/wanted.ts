import type {ControlId} from '../controls/control-id.js';
import type {Need, NeedKind, NeedOf} from '../controls/need.js';
import type {Flow} from '../profiles/flow.js';

/** One need with the flow that has it and the control that is in its way. */
export type Wanted = {
	readonly need: Need;
	readonly flow: Flow;
	readonly control: ControlId;
	/** The remedy's title, for the reason of the step. */
	readonly title: string;
};

export type WantedOf<Kind extends NeedKind> = Wanted & {readonly need: NeedOf<Kind>};

/** What is wanted of one kind. */
export function wantedOf<Kind extends NeedKind>(wanted: readonly Wanted[], kind: Kind): readonly WantedOf<Kind>[] {
	return wanted.filter((item): item is WantedOf<Kind> => item.need.kind === kind);
}
