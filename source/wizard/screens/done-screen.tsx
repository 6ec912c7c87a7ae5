import {Lines} from '../components/lines.js';
import type {ScreenProps} from '../screen-props.js';
import {blank, line, paragraph, type ScreenLine, span, truncateMiddle} from '../text.js';
import type {Theme} from '../theme.js';

/** What was written, and the next command. */
export function DoneScreen({screen, theme, width}: ScreenProps<'done'>) {
	const {files, next} = screen;
	const {glyphs} = theme;
	return (
		<Lines
			theme={theme}
			lines={[
				line(
					span(`${glyphs.done} `, 'good'),
					span(files.length === 1 ? 'Written' : `${files.length} files written`, 'title'),
				),
				...files.map(file => line(span(`  ${truncateMiddle(file, width - 2, glyphs.ellipsis)}`))),
				blank,
				...nextLines(next, theme, width),
				blank,
				...paragraph('Nothing was changed in Azure or in the cluster.', width, 'muted'),
			]}
		/>
	);
}

export function nextLines(next: readonly string[], {glyphs}: Theme, width: number): readonly ScreenLine[] {
	return next.length === 0
		? []
		: [
				line(span('Next', 'title')),
				...next.map(command => line(span(`  ${truncateMiddle(command, width - 2, glyphs.ellipsis)}`, 'code'))),
			];
}
