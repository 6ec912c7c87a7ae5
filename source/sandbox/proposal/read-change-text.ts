import {readFileSync} from 'node:fs';
import {systemReason, UserError} from '../../errors.js';
import {decodeText} from '../world/decode-text.js';

/** More than any plan that a person has; it would not be read in a few seconds either. */
const mostBytes = 250_000_000;

/** The text of a file with a change, in UTF-8 or UTF-16. @param name as it was given, for messages */
export function readChangeText(place: string, name: string): string {
	let bytes: Buffer;
	try {
		bytes = readFileSync(place);
	} catch (error) {
		throw new UserError('usage', `${name} cannot be read: ${systemReason(error)}.`, {
			cause: error,
			next: ['Check the path given with --change.'],
		});
	}

	if (bytes.length > mostBytes) {
		throw new UserError('usage', `${name} holds more than ${mostBytes / 1_000_000} MB, too much to read at once.`, {
			next: ['Plan the network by itself, for example with `terraform plan -target`.'],
		});
	}

	const text = decodeText(bytes);
	if (text === undefined) {
		throw bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004' ? binaryPlan(name) : noText(name);
	}

	return text;
}

function binaryPlan(name: string): UserError {
	return new UserError('usage', `${name} is a zip archive, as Terraform writes a plan with -out.`, {
		next: [`Give its JSON: \`terraform show -json ${/^[\w./-]+$/.test(name) ? name : 'FILE'} > plan.json\`.`],
	});
}

function noText(name: string): UserError {
	return new UserError('usage', `${name} is not a text file.`, {
		next: ['Give what `terraform show -json`, what-if or kubectl prints, as JSON or YAML.'],
	});
}
