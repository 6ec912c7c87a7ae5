import {readBashLine} from '../../command-line/completion/bash-line.js';
import {completeWords} from '../../command-line/completion/complete-words.js';
import {completionShells, spellCandidates} from '../../command-line/completion/spell-candidates.js';
import type {Session} from '../../session.js';
import {catalog, wizard} from '../catalog.js';
import {valuesOf} from './values-of.js';

/** @param given as the script of this shell hands it on */
export async function answerShell(name: string, given: readonly string[], session: Session): Promise<string> {
	const shell = completionShells.find(known => known === name);
	if (shell === undefined) {
		return '';
	}

	const {words, quote} =
		shell === 'bash' ? behindName(given[0] ?? '') : {words: wordsOf(shell, given), quote: '' as const};
	const completing = completeWords(words, wizard, catalog);
	const {candidates, value} = completing;
	const found = value === undefined ? [] : await valuesOf(value, completing.given, session).catch(() => []);
	return spellCandidates(shell, [...candidates, ...found], completing, quote);
}

function behindName(line: string): ReturnType<typeof readBashLine> {
	const {words, quote} = readBashLine(line);
	return {words: words.slice(1), quote};
}

/** PowerShell puts an equal sign before the word at the cursor, so that an empty one is not lost. */
function wordsOf(shell: string, given: readonly string[]): readonly string[] {
	return shell === 'powershell' ? [...given.slice(0, -1), (given.at(-1) ?? '').replace(/^=/, '')] : given;
}
