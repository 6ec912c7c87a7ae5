import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import type {PageReader} from '../../source/profiles/pages/renew-extract.js';

const run = promisify(execFile);

/**
 * Reads pages from clones below a folder, `OWNER/NAME` or `OWNER+NAME`, bare or not; of a repository that has none there,
 * and of pages at an address, nothing can be said (`absent`).
 */
export function readClones(folder: string, absent: (name: string) => never): PageReader {
	return async ({place, source}) => {
		if ('url' in place) {
			return absent(source);
		}

		const {repository, branch = 'HEAD', paths} = place;
		const clone = [repository, repository.replace('/', '+'), `${repository.replace('/', '+')}/repo`]
			.map(name => path.join(folder, name))
			.find(name => existsSync(path.join(name, 'HEAD')) || existsSync(path.join(name, '.git')));
		if (clone === undefined) {
			return absent(source);
		}

		const git = async (...words: readonly string[]) =>
			(await run('git', ['-C', clone, ...words], {maxBuffer: 64 * 1024 * 1024})).stdout;
		const there = await git('ls-tree', '-r', '--name-only', branch, '--', ...paths);
		if (there.split('\n').filter(Boolean).length < paths.length) {
			return undefined;
		}

		const [sha = '', date = ''] = (await git('log', '-1', '--format=%H %cs', branch, '--', ...paths)).trim().split(' ');
		const texts = await Promise.all(paths.map(name => git('show', `${branch}:${name}`)));
		return {revision: sha.slice(0, 8), date, texts};
	};
}
