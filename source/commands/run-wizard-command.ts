import {UserError} from '../errors.js';
import type {ExitCode} from '../exit-codes.js';
import type {Session} from '../session.js';
import type {Input} from './command.js';

export async function runWizardCommand(_input: Input, _session: Session): Promise<ExitCode> {
	throw new UserError('usage', 'The wizard needs a terminal.', {next: ['Use the commands: aksess --help.']});
}
