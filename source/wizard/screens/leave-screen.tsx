import {Lines} from '../components/lines.js';
import type {Memory} from '../state.js';
import {blank, line, span} from '../text.js';
import type {Theme} from '../theme.js';

/** Asked once: what was said so far is gone afterwards. */
export function LeaveScreen({theme, memory}: {readonly theme: Theme; readonly memory: Memory}) {
	return (
		<Lines
			theme={theme}
			lines={[
				line(span('Leave aksess?', 'title')),
				blank,
				line(`${stateOfThings(memory)} Your answers will be forgotten.`),
				line(span('Enter', 'key'), ' or ', span('Ctrl-C', 'key'), ' leaves, ', span('Esc', 'key'), ' stays.'),
			]}
		/>
	);
}

function stateOfThings({achieved}: Memory): string {
	switch (achieved?.kind) {
		case 'written': {
			return 'The files that were written stay.';
		}

		case 'applied': {
			return 'What was applied stays.';
		}

		default: {
			return 'Nothing has been changed or written.';
		}
	}
}
