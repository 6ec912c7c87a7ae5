/** Names of files that are read; others in a folder are none of ours. */
export function isReadable(name: string): boolean {
	return /\.(?:json|jsonl|ndjson|csv|ya?ml)$|(?:^|\/)Kustomization$/i.test(name);
}

/** Which of the two limits a file counts for: YAML is read several times more slowly. */
export function formatOf(name: string): 'json' | 'yaml' {
	return /\.(?:json|jsonl|ndjson|csv)$/i.test(name) ? 'json' : 'yaml';
}
