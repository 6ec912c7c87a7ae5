import {listed} from '../wording/listed.js';
import type {WizardResult} from './effect.js';

/** What stays on the terminal when the wizard is gone. */
export function closingLines(result: WizardResult): readonly string[] {
	switch (result.kind) {
		case 'written': {
			return ['Written:', ...result.files.map(file => `  ${file}`), 'Next:', ...result.next.map(text => `  ${text}`)];
		}

		case 'applied': {
			const {summary, next, run} = result.outcome;
			return [...summary, `Run ${run}.`, ...(next.length > 0 ? ['Next:', ...next.map(text => `  ${text}`)] : [])];
		}

		case 'left': {
			return [whatWas(result.profiles)];
		}

		case 'cancelled': {
			return [`Cancelled. ${whatWas(result.profiles)}`];
		}
	}
}

function whatWas(profiles: readonly string[] = []): string {
	return profiles.length === 0
		? 'Nothing was written and nothing was changed.'
		: `Nothing was written but ${listed(profiles)}, and nothing was changed.`;
}
