import {Lines} from '../components/lines.js';
import {blank, line, span} from '../text.js';
import type {Theme} from '../theme.js';

/** Asked once: what was said so far is gone afterwards. */
export function LeaveScreen({theme}: {readonly theme: Theme}) {
	return (
		<Lines
			theme={theme}
			lines={[
				line(span('Leave aksess?', 'title')),
				blank,
				line('Nothing has been changed or written. Your answers will be forgotten.'),
				line(span('Enter', 'key'), ' or ', span('Ctrl-C', 'key'), ' leaves, ', span('Esc', 'key'), ' stays.'),
			]}
		/>
	);
}
