import {stringify} from 'yaml';
import type {AskedProfile} from '../profiles/asked/asked-profile.js';

/** What was asked as the text of a profile file. */
export function spellAsked({file}: AskedProfile): string {
	return stringify(file, {lineWidth: 118});
}
