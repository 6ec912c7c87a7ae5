import type {WizardEvent} from './effect.js';
import type {Memory, On, ScreenName, WizardState} from './state.js';
import type {Theme} from './theme.js';

/** What a screen is given: it shows that, and reports what it cannot show. */
export type ScreenProps<Name extends ScreenName> = {
	readonly screen: On<Name>;
	readonly memory: Memory;
	readonly waiting: WizardState['waiting'];
	readonly theme: Theme;
	readonly width: number;
	readonly height: number;
	readonly report: (event: WizardEvent) => void;
};
