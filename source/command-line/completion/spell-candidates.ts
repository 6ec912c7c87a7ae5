import {isPrintable} from '../../render/printable.js';
import type {BashLine} from './bash-line.js';
import type {Candidate, Completing} from './complete-words.js';

export const completionShells = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type CompletionShell = (typeof completionShells)[number];

/**
 * What the scripts of the shells read: the first line says whether files may be meant (`files`) or not (`words`), then a
 * candidate on each line, behind a tab what it is. What could not be typed as it looks is no candidate.
 */
export function spellCandidates(
	shell: CompletionShell,
	found: readonly Candidate[],
	{typed, before, value, taken}: Completing,
	quote: BashLine['quote'] = '',
): string {
	const fitting = found.filter(
		candidate => candidate.value.startsWith(typed) && !taken.includes(candidate.value) && isPrintable(candidate.value),
	);
	const lines = [...new Map(fitting.map(candidate => [candidate.value, candidate])).values()].map(candidate => {
		const whole = `${before}${candidate.value}`;
		const about = (candidate.description ?? '').replaceAll(/\s+/g, ' ');
		switch (shell) {
			case 'bash': {
				return quote === '' ? behindBreak(escapeBash(whole), escapeBash(`${before}${typed}`)) : whole;
			}

			case 'powershell': {
				return `${quotePowerShell(whole)}\t${candidate.value}\t${about}`;
			}

			default: {
				return isPrintable(about) && about !== '' ? `${whole}\t${about}` : whole;
			}
		}
	});
	const mayBeFiles = value === undefined || value === 'profile' || value === 'profiles';
	return `${[mayBeFiles ? 'files' : 'words', ...lines].join('\n')}\n`;
}

/** Bash replaces only what stands behind the last colon or equal sign (COMP_WORDBREAKS). */
function behindBreak(whole: string, typed: string): string {
	return whole.slice(Math.max(typed.lastIndexOf(':'), typed.lastIndexOf('=')) + 1);
}

function escapeBash(text: string): string {
	return text.replaceAll(/[^\w./:=@%+,~-]/gu, String.raw`\$&`);
}

/** Single quotes are doubled between single quotes (about_Quoting_Rules). */
function quotePowerShell(text: string): string {
	return /^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "''")}'`;
}
