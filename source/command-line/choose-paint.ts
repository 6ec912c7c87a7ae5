import {styleText} from 'node:util';
import {type Paint, plain, type Role} from '../render/report/paint.js';
import type {Output, Session} from '../session.js';

const looks: Readonly<Record<Role, Parameters<typeof styleText>[0]>> = {
	blocked: 'red',
	allowed: 'green',
	undecided: 'yellow',
	'not-applicable': 'gray',
	strong: 'bold',
	quiet: 'dim',
	added: 'green',
	removed: 'red',
};

/** Colour on a terminal, unless NO_COLOR says no; FORCE_COLOR says yes to a pipe (https://no-color.org). */
export function choosePaint(output: Output, env: Session['env']): Paint {
	const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
	const refused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb' || env['FORCE_COLOR'] === '0';
	return forced || (output.isTerminal && !refused)
		? (role, text) => styleText(looks[role], text, {validateStream: false})
		: plain;
}

/** Lines no longer than a person likes to read, even on a wide screen. */
export function readingWidth(output: Output): number {
	return Math.max(40, Math.min(output.isTerminal ? output.columns : 100, 120));
}
