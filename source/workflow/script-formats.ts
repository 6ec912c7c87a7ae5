import {readFile} from 'node:fs/promises';
import {systemClock, timestamp} from '../apply/clock.js';
import {UserError} from '../errors.js';
import {packageVersion, templatesFolder} from '../package-root.js';
import type {ScriptOrigin} from '../render/bash/bash-script.js';
import type {ScriptTemplates} from '../render/script-files.js';
import {type ScriptFormat, scriptFormats} from '../render/script-format.js';

export function parseFormats(list: string): readonly ScriptFormat[] {
	const names = list.split(',').map(name => name.trim());
	for (const name of names) {
		if (!isFormat(name)) {
			throw new UserError('usage', `${JSON.stringify(name)} is not a format.`, {
				next: [`Take some of ${scriptFormats.join(', ')}, with commas between them.`],
			});
		}
	}

	return scriptFormats.filter(format => names.includes(format));
}

export async function readTemplates(): Promise<ScriptTemplates> {
	return {bashPrelude: await readFile(templatesFolder('scripts', 'prelude.sh'), 'utf8')};
}

/** @param practice the practice cluster that the plan is for; undefined for a real one */
export function scriptOrigin(practice: string | undefined): ScriptOrigin {
	return {made: timestamp(systemClock).slice(0, 10), version: packageVersion(), practice};
}

function isFormat(name: string): name is ScriptFormat {
	return scriptFormats.some(format => format === name);
}
