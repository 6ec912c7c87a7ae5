/**
 * The lines of source/ that a difference adds or changes, as ranges that the mutation tool takes, by folder.
 *
 * @param {string} difference what `git diff --unified=0` prints
 * @returns {Map<string, string[]>} `plan` to `source/plan/names.ts:3-9`
 */
export function changedLines(difference) {
	const found = new Map();
	let file = '';
	for (const line of difference.split('\n')) {
		const [, named] = /^\+\+\+ (?:b\/)?(.*)$/.exec(line) ?? [];
		if (named !== undefined) {
			file = named;
			continue;
		}

		const [, first = '', count = '1'] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
		const [, folder] = /^source\/([^/]+)\/.*\.tsx?$/.exec(file) ?? [];
		if (first !== '' && count !== '0' && folder !== undefined) {
			const last = Number(first) + Number(count) - 1;
			found.set(folder, [...(found.get(folder) ?? []), `${file}:${first}-${last}`]);
		}
	}

	return found;
}
