import {Text} from 'ink';
import {useEffect, useState} from 'react';
import {line, span} from '../text.js';
import type {Theme} from '../theme.js';
import {Lines} from './lines.js';

type BusyProps = {readonly label: string; readonly theme: Theme};

type Turning = typeof import('./turning.js').Turning;

/** Something is under way. Read aloud, a spinner would be noise: then only the words are there. */
export function Busy({label, theme}: BusyProps) {
	const [loaded, setLoaded] = useState<{readonly Turning: Turning}>();
	const {screenReader} = theme;
	useEffect(() => {
		if (!screenReader) {
			// The first frame does not wait for what only makes it move; without it the label stands still.
			import('./turning.js').then(setLoaded, () => {});
		}
	}, [screenReader]);

	if (screenReader) {
		return <Text>{label}</Text>;
	}

	return loaded === undefined ? (
		<Lines theme={theme} lines={[line(span(`${theme.glyphs.here} `, 'accent'), span(label, 'muted'))]} />
	) : (
		<loaded.Turning label={label} theme={theme} />
	);
}
