import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {parseAllDocuments} from 'yaml';
import {templatesFolder} from '../../source/package-root.js';
import type {Json} from '../../source/topology/world.js';

/** The files of a practice world as values. */
export function worldContent(name: string): readonly Json[] {
	const folder = templatesFolder('worlds', name);
	return readdirSync(folder)
		.filter(file => /\.(?:json|ya?ml)$/.test(file))
		.map((file): Json => {
			const text = readFileSync(path.join(folder, file), 'utf8');
			return file.endsWith('.json')
				? (JSON.parse(text) as Json)
				: parseAllDocuments(text).map(document => document.toJS() as Json);
		});
}
