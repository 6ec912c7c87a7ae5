import {readFile} from 'node:fs/promises';
import {UserError} from '../errors.js';
import {templatesFolder} from '../package-root.js';
import {type ScriptFormat, type ScriptTemplates, scriptFormats} from '../render/script-files.js';

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

function isFormat(name: string): name is ScriptFormat {
	return scriptFormats.some(format => format === name);
}
