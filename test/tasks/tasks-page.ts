import type {Cost, Task} from './task.js';

/** The table of docs/tasks.md. */
export function tasksTable(played: readonly (readonly [Task, Cost])[]): string {
	return [
		'| who | wants to | starts with | keys | lines |',
		'|---|---|---|---:|---:|',
		...played.map(
			([{who, wants, args}, {keys, lines}]) => `| ${who} | ${wants} | \`${commandOf(args)}\` | ${keys} | ${lines} |`,
		),
	].join('\n');
}

/** What each task costs by the page, in the order of its table. */
export function readTasksTable(page: string): readonly Cost[] {
	return [...page.matchAll(/^\| (?:developer|platform|firewall).*\| (\d+) \| (\d+) \|$/gm)].map(([, keys, lines]) => ({
		keys: Number(keys),
		lines: Number(lines),
	}));
}

/** The page with another table in it. */
export function withTable(page: string, table: string): string {
	const lines = page.split('\n');
	const first = lines.findIndex(line => line.startsWith('| who |'));
	const count = lines.slice(first).findIndex(line => !line.startsWith('|'));
	return [...lines.slice(0, first), table, ...lines.slice(first + count)].join('\n');
}

function commandOf(args: readonly string[]): string {
	return ['aksess', ...args.map(word => (word.includes(' ') ? `'${word}'` : word))].join(' ');
}
