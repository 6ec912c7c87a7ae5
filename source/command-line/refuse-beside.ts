import {UserError} from '../errors.js';
import {longName, type Option, type Options, optionKey} from './command.js';

/** Options that have no meaning beside something else are refused: whoever gave them expects them to matter. */
export function refuseBeside(instead: string, options: Options, meaningless: readonly Option[]): void {
	const given = givenAmong(meaningless, options);
	if (given.length > 0) {
		const [has, it] = given.length === 1 ? ['has', 'it'] : ['have', 'them'];
		throw new UserError('usage', `${given.join(' and ')} ${has} no meaning with ${instead}.`, {
			next: [`Leave ${it} out, or leave out ${instead}.`],
		});
	}
}

/** Which of some options were given, spelled as on the command line. For options without a default. */
export function givenAmong(among: readonly Option[], options: Options): readonly string[] {
	return among.map(longName).filter(name => options[optionKey(name)] !== undefined);
}
