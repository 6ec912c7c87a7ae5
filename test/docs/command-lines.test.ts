import {describe, expect, test} from 'vitest';
import {commandLinesOf, problemWith} from './command-lines.js';
import {pages} from './pages.js';

/** Talk about calls, not calls. */
const mentions = new Set(['aksess ARGS', 'aksess COMMAND --help', 'aksess plan -o']);

const calls = pages
	.filter(({name}) => !name.startsWith('test/'))
	.flatMap(({name, text}) =>
		[...new Set(commandLinesOf(text))].filter(line => !mentions.has(line)).map(line => [name, line] as const),
	);

test.each(calls)('%s: %s', (_name, line) => {
	expect(problemWith(line)).toBeUndefined();
});

test('there are calls to look at', () => {
	expect(calls.length).toBeGreaterThan(30);
});

describe('the check itself', () => {
	test.each([
		['aksess check --worlds ./captured', 'check has no option --worlds'],
		['aksess chek', 'aksess takes no chek'],
		['aksess check --output yaml', 'yaml is none of the choices of --output'],
		['aksess explain one two', 'explain takes no two'],
		['aksess plan --out', '--out needs a value'],
	])('%s is refused', (line, problem) => {
		expect(problemWith(line)).toBe(problem);
	});

	test.each([
		'aksess',
		'aksess --version',
		'aksess profiles lint a.yaml b.yaml',
		'aksess reach [--from END] [--by pod|workload]',
		'aksess check -g rg -n name --machine 20.9.77.140 --machine 20.9.77.141',
	])('%s is taken', line => {
		expect(problemWith(line)).toBeUndefined();
	});

	test('finds calls in blocks and in text, without what the shell does with them', () => {
		const text =
			'Run `aksess check`, not `az`.\n\n```sh\n# Why?\nnpm start -- plan --world w > plan.txt\naksess diff a \\\n  b # the same\n```\n';
		expect(commandLinesOf(text)).toEqual(['aksess plan --world w', 'aksess diff a b', 'aksess check']);
	});
});
