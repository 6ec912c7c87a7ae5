import {defaultTheme, extendTheme, Spinner, ThemeProvider} from '@inkjs/ui';
import {Text} from 'ink';
import type {Theme} from '../theme.js';

type BusyProps = {readonly label: string; readonly theme: Theme};

/** Something is under way. Read aloud, a spinner would be noise: then only the words are there. */
export function Busy({label, theme}: BusyProps) {
	if (theme.screenReader) {
		return <Text>{label}</Text>;
	}

	const coloured = extendTheme(defaultTheme, {
		components: {Spinner: {styles: {frame: () => theme.style('accent'), label: () => theme.style('muted')}}},
	});
	return (
		<ThemeProvider theme={coloured}>
			<Spinner label={label} type={theme.unicode ? 'dots' : 'line'} />
		</ThemeProvider>
	);
}
