import {Cancelled, UserError} from '../errors.js';
import {printableLines} from '../render/printable.js';
import type {Session} from '../session.js';

/** What a person reads when a command stops: one sentence, then what to do. A bug shows its stack and asks for a report. */
export function explainFailure(error: unknown, {env}: Pick<Session, 'env'>): string {
	if (error instanceof Cancelled) {
		return 'Cancelled; nothing was changed.\n';
	}

	if (error instanceof UserError) {
		const next = error.next.map(step => `  - ${printableLines(step)}\n`).join('');
		const cause = env['AKSESS_DEBUG'] === undefined ? '' : `\n${stackOf(error.cause ?? error)}\n`;
		return `Error: ${printableLines(error.message)}\n${next === '' ? '' : `Next:\n${next}`}${cause}`;
	}

	return (
		`${stackOf(error)}\n\nThis is a bug in aksess. Please report it with the text above ` +
		'(it may name your resources: read it before you post it).\n'
	);
}

function stackOf(error: unknown): string {
	return printableLines(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
