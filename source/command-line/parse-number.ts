import {UserError} from '../errors.js';
import {type Options, text} from './command.js';

/** A whole number from 0 to `most`; undefined when the option was not given. */
export function parseNumber(options: Options, name: string, most: number): number | undefined {
	const value = text(options, name);
	if (value === undefined) {
		return undefined;
	}

	if (!/^\d{1,9}$/.test(value) || Number(value) > most) {
		throw new UserError('usage', `--${name} ${value} is not a whole number from 0 to ${most}.`, {
			next: ['Give a number, or leave the option out.'],
		});
	}

	return Number(value);
}
