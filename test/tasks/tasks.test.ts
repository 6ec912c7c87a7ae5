import {existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, describe, expect, test} from 'vitest';
import {cutLines} from './cut-lines.js';
import {type Played, playTask} from './play-task.js';
import type {Task} from './task.js';
import {tasks} from './tasks.js';
import {readTasksTable, tasksTable, withTable} from './tasks-page.js';

/** What people bring, played as they would on the built program: the page says what it costs, and it may not cost more. */

const page = path.resolve(import.meta.dirname, '../../docs/tasks.md');
const isBuilt = existsSync(path.resolve(import.meta.dirname, '../../dist/cli.js'));
const isMeasuring = process.env['UPDATE_GOLDEN'] === '1';

describe.skipIf(!isBuilt)(`ten tasks at 80 by 24${isBuilt ? '' : ' (skipped: not built)'}`, () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-tasks-'));
	const said = readTasksTable(readFileSync(page, 'utf8'));
	const played = new Map<Task, Played>();

	afterAll(() => {
		if (isMeasuring && played.size === tasks.length) {
			const text = readFileSync(page, 'utf8');
			writeFileSync(page, withTable(text, tasksTable([...played])));
		}
	});

	test.each(tasks.map((task, index) => [task.wants, task, index] as const))(
		'%s',
		async (_wants, task, index) => {
			const found = await playTask(task, folder);
			played.set(task, found);
			if (!isMeasuring) {
				expect(found.keys).toBeLessThanOrEqual(said[index]?.keys ?? 0);
				expect(found.lines).toBeLessThanOrEqual(said[index]?.lines ?? 0);
			}

			expect(found.screens.flatMap(cutLines)).toEqual([]);
		},
		120_000,
	);

	test('the first answer takes three keys, the script two more', () => {
		const keysTo = (wanted: string) => {
			const [task] = tasks.filter(({wants}) => wants.includes(wanted));
			return task === undefined ? Number.NaN : (played.get(task)?.keys ?? Number.NaN);
		};
		expect(keysTo('see what is blocked')).toBeLessThanOrEqual(3);
		// The cluster was named: one key less than from the list of clusters.
		expect(keysTo('write the script')).toBeLessThanOrEqual(keysTo('see what is blocked') - 1 + 2);
	});
});

test('the page has a line for each task', () => {
	const text = readFileSync(page, 'utf8');
	expect(readTasksTable(text)).toHaveLength(tasks.length);
	for (const {wants} of tasks) {
		expect(text).toContain(`| ${wants} |`);
	}
});
