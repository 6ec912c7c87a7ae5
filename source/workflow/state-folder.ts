import path from 'node:path';
import {UserError} from '../errors.js';
import type {Session} from '../session.js';

/** Where journals and locks are kept: per person and machine, never beside a plan that is handed on. */
export function stateFolder({env, home}: Pick<Session, 'env' | 'home'>, platform: NodeJS.Platform): string {
	const own = env['AKSESS_HOME'];
	if (own !== undefined && own !== '') {
		return path.resolve(own);
	}

	const local = env['LOCALAPPDATA'];
	if (platform === 'win32' && local !== undefined) {
		return path.join(local, 'aksess');
	}

	// The specification says that a relative path is to be ignored (XDG Base Directory).
	const state = env['XDG_STATE_HOME'] ?? '';
	return path.join(path.isAbsolute(state) ? state : path.join(homeFolder(home), '.local', 'state'), 'aksess');
}

/** Beside whatever folder one happens to stand in, a journal would not be found again. */
function homeFolder(home: string): string {
	if (path.isAbsolute(home)) {
		return home;
	}

	throw new UserError(
		'usage',
		home === ''
			? 'HOME is empty, so there is no place to keep journals in.'
			: `HOME is ${home}, which is not an absolute path, so there is no place to keep journals in.`,
		{next: ['Set HOME, or name a folder for journals with AKSESS_HOME.']},
	);
}
