import {randomBytes} from 'node:crypto';
import {link, readFile, unlink, writeFile} from 'node:fs/promises';
import {hostname, userInfo} from 'node:os';
import path from 'node:path';
import {makeFolder} from '../make-folder.js';

/**
 * The name under which this person's runs hold leases: readable for whoever waits, and the same for all that share this
 * folder, because its locks keep those apart.
 */
export async function leaseHolder(folder: string): Promise<string> {
	return `${userName()}@${hostname()}-${await idOf(folder)}`.replaceAll(/[^\x21-\x7E]/g, '_').slice(0, 200);
}

/** Of two that begin at once the first one names the folder. */
async function idOf(folder: string): Promise<string> {
	const file = path.join(folder, 'id');
	const known = await readFile(file, 'utf8').catch(() => '');
	if (known !== '') {
		return known;
	}

	makeFolder(folder, 0o700);
	const draft = `${file}.${randomBytes(4).toString('hex')}`;
	await writeFile(draft, randomBytes(3).toString('hex'), {mode: 0o600, flag: 'wx'});
	await link(draft, file).catch(() => undefined);
	await unlink(draft);
	return readFile(file, 'utf8');
}

function userName(): string {
	try {
		return userInfo().username;
	} catch {
		// A number without an entry, as containers have.
		return 'somebody';
	}
}
