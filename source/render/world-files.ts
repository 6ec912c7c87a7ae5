import {Document} from 'yaml';
import type {Json} from '../topology/world.js';
import {printableJson} from './printable.js';
import {spellYaml} from './yaml/spell-yaml.js';

/** The content of a world folder as texts, each in the language that its name says. */
export function worldFiles(content: ReadonlyMap<string, Json>): ReadonlyMap<string, string> {
	return new Map(
		[...content].map(([name, value]) => [
			name,
			name.endsWith('.yaml') ? spellYaml(new Document(value, {version: '1.1'})) : `${printableJson(value, '\t')}\n`,
		]),
	);
}
