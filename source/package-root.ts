import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {invariant} from './errors.js';

/** The folder that holds package.json and templates/, from the sources as well as from the built bundle. */
export const packageRoot: string = findRoot(path.dirname(fileURLToPath(import.meta.url)));

export function templatesFolder(...names: readonly string[]): string {
	return path.join(packageRoot, 'templates', ...names);
}

export function packageVersion(): string {
	const manifest: unknown = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));
	invariant(typeof manifest === 'object' && manifest !== null && 'version' in manifest, 'package.json has no version');
	return String(manifest.version);
}

function findRoot(folder: string): string {
	if (existsSync(path.join(folder, 'templates')) && existsSync(path.join(folder, 'package.json'))) {
		return folder;
	}

	const parent = path.dirname(folder);
	invariant(parent !== folder, 'no folder with package.json and templates/ above the program');
	return findRoot(parent);
}
