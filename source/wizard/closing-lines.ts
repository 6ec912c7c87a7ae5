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
			return ['Nothing was written and nothing was changed.'];
		}

		case 'cancelled': {
			return ['Cancelled. Nothing was written and nothing was changed.'];
		}
	}
}
