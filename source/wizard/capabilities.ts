import type {Capabilities} from './theme.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the terminal can show, from its environment (no-color.org; force-color.org; POSIX locale order). */
export function capabilitiesOf(env: Environment, platform: string): Capabilities {
	return {
		colour: hasColour(env),
		unicode: hasUnicode(env, platform),
		screenReader: env['INK_SCREEN_READER'] === 'true',
	};
}

function hasColour(env: Environment): boolean {
	if (isSet(env['NO_COLOR']) || env['TERM'] === 'dumb') {
		return false;
	}

	return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
}

function hasUnicode(env: Environment, platform: string): boolean {
	const terminal = env['TERM'] ?? '';
	// The Linux console has 256 or 512 glyphs, and ours are not among them.
	if (terminal === 'linux' || terminal === 'dumb') {
		return false;
	}

	if (platform === 'win32') {
		// The old console's fonts lack our glyphs; these terminals have them.
		return isSet(env['WT_SESSION']) || env['TERM_PROGRAM'] === 'vscode' || terminal.startsWith('xterm');
	}

	const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find(isSet) ?? '';
	return /utf-?8/i.test(locale);
}

function isSet(value: string | undefined): boolean {
	return value !== undefined && value !== '';
}
