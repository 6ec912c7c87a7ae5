import type {Source} from '../dependencies.js';
import {type Memory, sourceKey} from '../state.js';
import {droppedPath} from './dropped-path.js';

export type ClusterRow = {
	readonly key: string;
	readonly group: 'folder' | 'clusters' | 'worlds';
	readonly source: Source;
	readonly name: string;
	/** Beside the name, short: where it is, or what is in the way there. */
	readonly details: string;
	/** Sentences, where there are some. */
	readonly description?: string;
};

/** Everything that can be chosen, filtered; a match in any word counts. A path instead of words is files to read. */
export function clusterRows(memory: Memory, filter: string): readonly ClusterRow[] {
	const found = allRows(memory).filter(row => matches(row, filter));
	const path = droppedPath(filter);
	const dropped = path === undefined ? [] : [folderRow({kind: 'folder', path})];
	return [...dropped, ...found.filter(row => row.key !== dropped[0]?.key)];
}

function folderRow(source: Extract<Source, {kind: 'folder'}>): ClusterRow {
	return {key: sourceKey(source), group: 'folder', source, name: source.path, details: 'files read as a world'};
}

function allRows({source, clusters, worlds}: Memory): readonly ClusterRow[] {
	const rows: ClusterRow[] = [];
	if (source?.kind === 'folder') {
		rows.push(folderRow(source));
	}

	for (const {id, name, resourceGroup, location, subscription} of clusters.state === 'ready' ? clusters.value : []) {
		const chosen: Source = {kind: 'cluster', id, name};
		const details = `${resourceGroup} · ${location} · ${subscription}`;
		rows.push({key: sourceKey(chosen), group: 'clusters', source: chosen, name, details});
	}

	for (const {name, tags, description} of worlds.state === 'ready' ? worlds.value : []) {
		const chosen: Source = {kind: 'world', name};
		rows.push({key: sourceKey(chosen), group: 'worlds', source: chosen, name, details: tags, description});
	}

	return rows;
}

function matches({name, details, description = ''}: ClusterRow, filter: string): boolean {
	const text = `${name} ${details} ${description}`.toLowerCase();
	return filter
		.toLowerCase()
		.split(/\s+/)
		.every(word => text.includes(word));
}
