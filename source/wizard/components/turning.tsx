import {defaultTheme, extendTheme, Spinner, ThemeProvider} from '@inkjs/ui';
import type {Theme} from '../theme.js';

type TurningProps = {readonly label: string; readonly theme: Theme};

/** A label with a sign that turns. A file of its own, because what it needs takes time to load. */
export function Turning({label, theme}: TurningProps) {
	const coloured = extendTheme(defaultTheme, {
		components: {Spinner: {styles: {frame: () => theme.style('accent'), label: () => theme.style('muted')}}},
	});
	return (
		<ThemeProvider theme={coloured}>
			<Spinner label={label} type={theme.unicode ? 'dots' : 'line'} />
		</ThemeProvider>
	);
}
