import {InvalidArgumentError, Option as ParserOption} from 'commander';
import {type Option, takesValue} from './command.js';

/** An option as the parser takes it, stricter than the parser is by itself. */
export function parserOption(told: Option): ParserOption {
	const {flags, description, repeatable, choices, default: initial} = told;
	const option = new ParserOption(flags, description);
	if (initial !== undefined) {
		option.default(initial);
	}

	if (!takesValue(told)) {
		return option;
	}

	if (choices !== undefined) {
		option.choices([...choices]);
	}

	const given: string[] = [];
	option.argParser((value: string) => {
		assertValue(value, choices);
		given.push(value);
		if (repeatable === true) {
			return [...given];
		}

		// The last one winning would silently leave out what was said before.
		if (given.some(other => other !== value)) {
			throw new InvalidArgumentError(`It was given before, as '${given[0]}'; take one of the two.`);
		}

		return value;
	});
	return option;
}

function assertValue(value: string, choices: Option['choices']): void {
	if (value === '') {
		throw new InvalidArgumentError('It is empty.');
	}

	// `--world --profile x`: the parser would take the next option for the value of this one.
	if (/^(?:--.|-[a-zA-Z]$)/.test(value)) {
		throw new InvalidArgumentError('It is an option, and the value is missing; a file of that name is `./NAME`.');
	}

	if (choices !== undefined && !choices.includes(value)) {
		throw new InvalidArgumentError(`Take one of ${choices.join(', ')}.`);
	}
}
