import {open} from 'node:fs/promises';
import path from 'node:path';

export type Machine = {
	readonly platform: NodeJS.Platform;
	readonly env: Readonly<Record<string, string | undefined>>;
};

/** Settings are small; what is longer is something else. */
const longest = 1_000_000;

/**
 * A text in a JSON file of the home folder, by its field, whatever the case of the field's letters: what a client of the
 * workload left on this machine. Undefined where there is no such file, or none that says it.
 */
export async function readHomeFile(
	{path: name, field}: {readonly path: string; readonly field: string},
	{platform, env}: Machine,
): Promise<string | undefined> {
	const home = platform === 'win32' ? env['USERPROFILE'] : env['HOME'];
	if (home === undefined || home === '') {
		return undefined;
	}

	try {
		return fieldOf(JSON.parse((await readShort(path.join(home, name))).replace(/^\uFEFF/, '')), field);
	} catch {
		// Not there, not readable, not JSON: all the same, the answer has to be given another way.
		return undefined;
	}
}

async function readShort(file: string): Promise<string> {
	await using handle = await open(file);
	const {size} = await handle.stat();
	return size > longest ? '' : handle.readFile('utf8');
}

function fieldOf(settings: unknown, field: string): string | undefined {
	if (typeof settings !== 'object' || settings === null) {
		return undefined;
	}

	const entry = Object.entries(settings).find(([name]) => name.toLowerCase() === field.toLowerCase());
	const value: unknown = entry?.[1];
	return typeof value === 'string' ? value : undefined;
}
