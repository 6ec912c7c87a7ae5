import type {Item} from './sort-out.js';

/** What each file was taken for: `vnet.json: resources as az prints them (2)`. In the order of the files. */
export function takenFor(items: readonly (Item & {readonly file: string})[]): readonly string[] {
	const counts = new Map<string, Map<string, number>>();
	for (const item of items) {
		if (item.kind === 'foreign') {
			continue;
		}

		const ofFile = counts.get(item.file) ?? new Map<string, number>();
		const name = nameOf(item);
		ofFile.set(name, (ofFile.get(name) ?? 0) + 1);
		counts.set(item.file, ofFile);
	}

	return [...counts].map(
		([file, ofFile]) => `${file}: ${[...ofFile].map(([name, count]) => `${name} (${count})`).join(', ')}`,
	);
}

function nameOf(item: Exclude<Item, {kind: 'foreign'}>): string {
	switch (item.kind) {
		case 'arm': {
			return `resources ${item.form}`;
		}

		case 'summary': {
			return 'names of resources, which were not read';
		}

		case 'kubernetes': {
			return 'Kubernetes objects';
		}

		case 'usages': {
			return 'answers of networks and interfaces about themselves';
		}

		case 'service-tags': {
			return 'service tags';
		}

		case 'access': {
			return 'what may not be read';
		}
	}
}
