import type {WizardDependencies} from '../wizard/dependencies.js';
import {type ScreenLine, textOf} from '../wizard/text.js';
import type {Theme} from '../wizard/theme.js';
import type {Asker} from './asker.js';

/** Whom we talk to, about what, and how wide. */
export type Dialogue = {
	readonly dependencies: WizardDependencies;
	readonly asker: Asker;
	readonly theme: Theme;
	readonly width: number;
	readonly signal: AbortSignal;
};

/** The wizard's lines, said one after the other. */
export function sayLines({asker}: Dialogue, lines: readonly ScreenLine[]): void {
	for (const content of lines) {
		asker.say(textOf(content).trimEnd());
	}
}

export function sayHeading({asker}: Dialogue, text: string): void {
	asker.say('');
	asker.say(text);
}
