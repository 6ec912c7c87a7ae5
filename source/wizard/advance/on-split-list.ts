import type {UserAction} from '../effect.js';
import {moveSelection, selectedKey} from '../list-cursor.js';
import type {On} from '../state.js';

type Split = Pick<On<'findings'>, 'selected' | 'focus' | 'scroll'>;

/**
 * A list with details of the selected row: keys move whichever has the focus. Undefined when the act is not about
 * that. How far the details reach only the view knows; it reports back when the scroll went too far.
 */
export function onSplitList(keys: readonly string[], split: Split, act: UserAction): Partial<Split> | undefined {
	const {focus, scroll} = split;
	const selected = selectedKey(keys, split.selected);
	switch (act.type) {
		case 'move': {
			return focus === 'details'
				? {scroll: Math.max(0, scroll + act.by)}
				: {selected: moveSelection(keys, selected, act.by), scroll: 0};
		}

		case 'move-to': {
			return focus === 'details'
				? {scroll: act.end === 'first' ? 0 : Number.MAX_SAFE_INTEGER}
				: {selected: act.end === 'first' ? keys[0] : keys.at(-1), scroll: 0};
		}

		case 'focus': {
			return {selected, focus: focus === 'list' ? 'details' : 'list'};
		}

		case 'back': {
			return focus === 'details' ? {focus: 'list'} : undefined;
		}

		default: {
			return undefined;
		}
	}
}
