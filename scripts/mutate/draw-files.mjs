import {createHash} from 'node:crypto';

/**
 * A share of files, as good as drawn by lot and always the same: those whose names have the lowest digests. A larger share
 * holds a smaller one, so a score can be made surer by adding to it.
 *
 * @param {readonly string[]} files
 * @param {number} share from 0 to 1; at least one file is drawn
 * @returns {string[]}
 */
export function drawFiles(files, share) {
	const digest = file => createHash('sha256').update(file.replaceAll('\\', '/')).digest('hex');
	return files
		.toSorted((a, b) => (digest(a) < digest(b) ? -1 : 1))
		.slice(0, Math.max(1, Math.round(share * files.length)));
}
