import {readFile} from 'node:fs/promises';
import path from 'node:path';

export type Machine = {
	readonly platform: NodeJS.Platform;
	readonly env: Readonly<Record<string, string | undefined>>;
};

/**
 * The exact name of the Dev Spaces backend, from what its client left on this machine. Undefined when there is no such
 * file, or none that names it. The path is documented for Windows (troubleshooting.md); elsewhere it is inferred.
 */
export async function readDataplaneFqdn({platform, env}: Machine): Promise<string | undefined> {
	const home = platform === 'win32' ? env['USERPROFILE'] : env['HOME'];
	if (home === undefined || home === '') {
		return undefined;
	}

	try {
		const text = await readFile(path.join(home, '.azds', 'settings.json'), 'utf8');
		return findDataplaneFqdn(JSON.parse(text.replace(/^\uFEFF/, '')));
	} catch {
		// Not there, not readable, not JSON: all the same, the name has to be given another way.
		return undefined;
	}
}

function findDataplaneFqdn(settings: unknown): string | undefined {
	if (typeof settings !== 'object' || settings === null) {
		return undefined;
	}

	const entry = Object.entries(settings).find(([name]) => name.toLowerCase() === 'dataplanefqdn');
	const value: unknown = entry?.[1];
	return typeof value === 'string' && /^[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(value) ? value.toLowerCase() : undefined;
}
