import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {packageRoot} from '../../source/package-root.js';
import {lintProfile} from '../../source/profiles/lint-profile.js';
import {formatProblem} from '../../source/profiles/profile-problem.js';
import {profileText, shippedText} from './profile-texts.js';

const egress = 'from: {kind: nodes}\nto: {kind: name, name: gcr.io, hosting: outside-azure}\nports: 443';

function lint(text: string): readonly string[] {
	return lintProfile(text, 'mine.yaml').map(problem => `${problem.severity} ${formatProblem(problem)}`);
}

test('a right profile has no problems', () => {
	expect(lint(profileText({pull: egress}))).toEqual([]);
});

test('an unknown field is named with its place and the nearest one', () => {
	expect(lint(profileText({pull: egress.replace('ports', 'prots')}))).toEqual([
		'error mine.yaml:7:5 requirements[0]: The requirement does not say its `ports`.',
		'error mine.yaml:14:5 requirements[0].prots: There is no field "prots" here. Did you mean `ports`?',
	]);
});

test.each([
	['kind: nodes', 'kind: node', 'requirements[0].from.kind: "node" is not taken here'],
	['gcr.io', 'GCR.io', 'requirements[0].to.name: "GCR.io" is not a DNS name'],
	['gcr.io', 'https://gcr.io', 'requirements[0].to.name: "https://gcr.io" is not a DNS name'],
	['443', '70000', 'requirements[0].ports: "70000" is not a port'],
	['443', 'declared', 'requirements[0].ports: Only pods declare ports'],
	['date: 2026-01-01\n    from', 'date: 2026-02-30\n    from', 'requirements[0].date: "2026-02-30" is not a date'],
	['    source: nobody\n    date', '    date', 'requirements[0].source: The field is missing; it should be text.'],
	['title: A title', 'title: [a, b]', 'requirements[0].title: ["a","b"] is not text'],
	['title: A title', 'title: "a\\u001b[31m"', 'has control characters'],
	['schemaVersion: 1', 'schemaVersion: 2', 'schemaVersion: 2 is not taken here; it can be 1.'],
	['hosting: outside-azure', 'hosting: service-tag', 'requirements[0].to.hosting: A `tag` is given exactly when'],
	[
		'{kind: nodes}',
		'{kind: internet}',
		'From internet a requirement leads to service, nodes; name does not go with it.',
	],
	['title: A title', 'title: &a A title\n    notes: [*a]', 'Aliases are not taken in profiles'],
	['title: A title', 'title: A title\n    title: Another', 'Map keys must be unique'],
	[
		'from:',
		'when: [{parameter: endpiont, in: [a]}]\n    from:',
		'requirements[0].when[0].parameter: There is no parameter endpiont.',
	],
	[
		'from:',
		'when: [{fact: cni, in: [kubnet]}]\n    from:',
		'requirements[0].when[0].in[0]: "kubnet" is not a value of cni',
	],
	[
		'from:',
		'when: [{fact: cnii, in: [kubenet]}]\n    from:',
		'requirements[0].when[0].fact: There is no fact cnii. Did you mean cni?',
	],
	['from:', 'when: [{fact: cni}]\n    from:', 'A condition has either `in` or `not`'],
	['gcr.io', 'a*.gcr.io', 'warning mine.yaml:13:28 requirements[0].to.name: Azure Firewall takes * only as the first'],
])('%j written as %j is told', (right, wrong, told) => {
	const text = profileText({pull: egress});
	expect(text).toContain(right);
	expect(lint(text.replace(right, wrong)).join('\n')).toContain(told);
});

const facts = (more: string) => `facts:
  tier: {type: Contoso.Spaces/controllers, apiVersion: '2024-01-01', cluster: host, property: kind, values: [open, closed]${more}}
`;

test.each([
	['when: [{fact: tier, in: [open]}]', '', ''],
	[
		'when: [{fact: tier, in: [ajar]}]',
		'',
		'requirements[0].when[0]: "ajar" is not a value of tier; there are open, closed.',
	],
	['when: [{fact: tier, in: [open]}]', ', of: x', 'facts.tier.of: There is no field "of" here.'],
])('a fact of its own, asked for by %s%s: %s', (when, more, told) => {
	const problems = lint(profileText({pull: `${when}\n${egress}`}, facts(more))).join('\n');
	expect(problems === '' ? told === '' : told !== '' && problems.includes(told)).toBe(true);
});

test('a fact of its own is not called as one of every cluster', () => {
	const os = 'facts:\n  os: {type: A.B/c, apiVersion: "2024-01-01", cluster: host, property: kind, values: [red]}';
	expect(lint(profileText({pull: egress}, os)).join('\n')).toContain(
		'facts.os: os is a fact of every cluster; take another name.',
	);
});

test.each([
	['../.ssh/config.json', 'is no path in the home folder'],
	['/etc/passwd.json', 'is no path in the home folder'],
	['.azds/../x.json', 'is no path in the home folder'],
	['.kube/config', 'is no path in the home folder'],
])('a parameter is not read from %s', (path, told) => {
	const parameter = `parameters:\n  fqdn: {kind: name, title: T, question: Q?, pattern: '*.io', file: {path: '${path}', field: f}}`;
	expect(lint(profileText({pull: egress}, parameter)).join('\n')).toContain(told);
});

test.each([
	['10.1.2.3', 'warning', '10.1.2.3 is private'],
	['20.1.2.3/29', 'error', '20.1.2.3/29 has host bits set; the network is 20.1.2.0/29.'],
	['2603:1030::1/32', 'error', '2603:1030::1/32 has host bits set; the network is 2603:1030::/32.'],
	['fd00::/8', 'warning', 'fd00::/8 is private'],
	['020.1.2.3', 'error', 'four numbers from 0 to 255'],
])('address %s in a set', (address, severity, told) => {
	const set = `addressSets:\n  git: {title: Git, addresses: ['${address}'], source: me, date: 2026-01-01}`;
	const text = profileText({git: 'from: {kind: nodes}\nto: {kind: addresses, set: git}\nports: 22'}, set);
	const problems = lint(text);
	expect(problems).toHaveLength(1);
	expect(problems[0]).toContain(`${severity} mine.yaml:7:`);
	expect(problems[0]).toContain(told);
});

test.each([
	['{kind: image, image: traefik}', 'detect[0].image: "traefik" is not an image; write its registry, too, and no tag'],
	['{kind: image, image: "ghcr.io/a/b:1"}', 'detect[0].image: "ghcr.io/a/b:1" is not an image'],
	['{kind: namespce, name: a}', 'detect[0].kind: "namespce" is not taken here'],
	['{kind: fact, fact: feature, in: [azure-polcy]}', 'detect[0].in[0]: "azure-polcy" is not a value of feature'],
	['{kind: fact, fact: feature}', 'detect[0]: A condition has either `in` or `not`'],
	['{kind: service, namespace: a}', 'detect[0]: A service is told by its `name` or its `labels`.'],
	['{kind: pods, namespace: a}', 'detect[0].labels: The field is missing'],
	['{kind: cluster, nam: a}', 'There is no field "nam" here.'],
])('a sign written as %s is told', (sign, told) => {
	expect(lint(profileText({pull: egress}, `detect: [${sign}]`)).join('\n')).toContain(told);
});

test.each([
	['default: c', 'parameters.site.default: The default value is none of the choices a, b.'],
	['assumed: c', 'parameters.site.assumed: The assumed value is none of the choices a, b.'],
	['default: a, assumed: b', 'parameters.site.assumed: A parameter has a `default` or an `assumed` value, not both.'],
])('a parameter with %s is told', (value, told) => {
	const choices = 'choices: [{value: a, title: A}, {value: b, title: B}]';
	const parameters = `parameters:\n  site: {kind: choice, title: Site, question: Which?, ${choices}, ${value}}`;
	const asks = `when: [{parameter: site, in: [a]}]\n${egress}`;
	expect(lint(profileText({pull: asks}, parameters)).join('\n')).toContain(told);
});

test('ids are unique, and references lead somewhere', () => {
	const to = 'from: {kind: nodes}\nto: {kind: addresses, set: backnd}\nports: 22';
	const set = `addressSets:\n  backend: {title: Git, addresses: [20.1.2.3], source: me, date: 2026-01-01}`;
	const text = profileText({a: to, b: egress}, set).replace('id: b', 'id: a');
	expect(lint(text).join('\n')).toContain('There are two requirements a; an id names one.');
	expect(lint(text).join('\n')).toContain('There is no address set backnd. Did you mean backend?');
	expect(lint(text).join('\n')).toContain('warning mine.yaml:7:12 addressSets.backend: No requirement uses');
});

test.each([
	['nothing', ''],
	['blanks', '   \n'],
	['an open bracket', '['],
	['no YAML', 'a: b: c'],
	['a list', '- 1'],
	['a number', '42'],
	['5000 brackets', '['.repeat(5000)],
	['5000 dashes', `${'- '.repeat(5000)}a`],
	['5000 indents', Array.from({length: 5000}, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
	['a mapping as a field name', '? {a: b}\n: c'],
])('text that is no profile, %s, is one or more errors', (_, text) => {
	const problems = lintProfile(text, 'mine.yaml');
	expect(problems.length).toBeGreaterThan(0);
	expect(problems.every(({severity, line, column}) => severity === 'error' && line >= 1 && column >= 1)).toBe(true);
});

test('a file that is far too long is refused before it is parsed', () => {
	expect(lint(`${shippedText('azure-dev-spaces')}${' '.repeat(600_000)}`)[0]).toContain('a profile has at most');
});

test('the example of the documentation is a profile without problems', () => {
	const documentation = readFileSync(path.join(packageRoot, 'docs', 'profiles.md'), 'utf8');
	const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(documentation) ?? [];
	expect(example).toContain('schemaVersion');
	expect(lint(example)).toEqual([]);
});
