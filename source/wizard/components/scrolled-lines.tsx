import {useEffect} from 'react';
import type {ScreenLine} from '../text.js';
import type {Theme} from '../theme.js';
import {Lines} from './lines.js';
import {scrollLimit, scrollLines} from './window-lines.js';

type ScrolledLinesProps = {
	readonly lines: readonly ScreenLine[];
	readonly height: number;
	readonly theme: Theme;
	readonly scroll: number;
	/** How far they reach only the view knows: told when the scroll went too far. */
	readonly onScrolled: (to: number) => void;
};

/** Lines from an offset on, as many as fit. */
export function ScrolledLines({lines, height, theme, scroll, onScrolled}: ScrolledLinesProps) {
	const limit = scrollLimit(lines, height);
	useEffect(() => {
		if (scroll > limit) {
			onScrolled(limit);
		}
	}, [scroll, limit, onScrolled]);

	return <Lines theme={theme} lines={scrollLines(lines, scroll, height, theme)} />;
}
