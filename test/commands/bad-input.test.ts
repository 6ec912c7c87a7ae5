import {cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import {runCli} from '../helpers/run-cli.js';

type Case = {
	/** The command line, split at blanks; FOLDER is the one it runs in. */
	readonly call: string;
	readonly files?: Readonly<Record<string, string>>;
	/** Parts of the sentence: the value at fault among them. */
	readonly says: readonly string[];
	/** What the user is told to do. */
	readonly next: string;
};

function folderWith(files: Readonly<Record<string, string>> = {}): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-bad-input-'));
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text);
	}

	return folder;
}

/** Everything that is there: folders by name, files with their content. */
function contentsOf(folder: string): Readonly<Record<string, string>> {
	const names = readdirSync(folder, {recursive: true, encoding: 'utf8'}).toSorted();
	return Object.fromEntries(
		names.map(name => {
			const entry = path.join(folder, name);
			return [name, statSync(entry).isFile() ? readFileSync(entry, 'utf8') : 'a folder'];
		}),
	);
}

async function expectRefusal(cwd: string, {call, says, next}: Case): Promise<void> {
	const before = contentsOf(cwd);
	const {exitCode, stdout, stderr} = await runCli(
		call.split(' ').map(word => word.replace('FOLDER', cwd)),
		{cwd},
	);
	expect(exitCode, stderr).toBe(2);
	expect(stdout).toBe('');
	const [sentence = '', steps = ''] = stderr.split('Next:\n');
	for (const part of says) {
		expect(sentence).toContain(part);
	}

	expect(steps).toContain(next);
	expect(contentsOf(cwd)).toEqual(before);
}

function refuses(title: string, cases: readonly Case[]): void {
	describe(title, () => {
		test.each(cases)('aksess $call', async refused => {
			await expectRefusal(folderWith(refused.files), refused);
		});
	});
}

const machine = '--profile azure-dev-spaces --machine 20.9.77.140';

refuses('A name that is not there is answered with the one that was probably meant', [
	{
		call: 'check --sandbox locked-donw',
		says: ['"locked-donw"', 'Did you mean locked-down?'],
		next: 'wide-open',
	},
	{
		call: 'check --sandbox locked-down --name aks-contosso',
		says: ['aks-contosso'],
		next: 'There are: -g ',
	},
	{
		call: 'check --sandbox wide-open --profile azure-dev-space',
		says: ['"azure-dev-space"', 'Did you mean azure-dev-spaces?'],
		next: 'argo-cd',
	},
	{call: 'profiles show telepresense', says: ['"telepresense"', 'Did you mean telepresence?'], next: 'keda'},
	{
		call: 'explain debug-ingres --sandbox wide-open',
		says: ['debug-ingres', 'debug-ingress'],
		next: 'machine-backend',
	},
	{call: 'chek --sandbox wide-open', says: ['"chek"', 'Did you mean check?'], next: 'aksess --help'},
	{call: 'chek --output json', says: ['"chek"', 'Did you mean check?'], next: 'aksess --help'},
	{call: 'check --sandbx wide-open', says: ["'--sandbx'", '--sandbox'], next: 'aksess check --help'},
	{call: 'profiles shwo argo-cd', says: ['"profiles shwo"', 'Did you mean show?'], next: 'aksess profiles --help'},
	{call: 'undo 20260101-000000-abcd', says: ['20260101-000000-abcd'], next: 'aksess runs'},
]);

const summary = JSON.stringify({
	id: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet',
	name: 'vnet',
	resourceGroup: 'rg',
	properties: null,
});

refuses('A world that cannot be read is named with the file and the place', [
	{
		call: 'check --world w',
		files: {'w/cluster.json': '{\n\t"id": "/subscriptions/x",\n\t"name": oops\n}\n'},
		says: ['cluster.json:3:10'],
		next: 'line 3, column 10',
	},
	{
		call: 'check --world w',
		files: {'w/pods.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: [}\n'},
		says: ['pods.yaml:3:'],
		next: 'line 3, column',
	},
	{call: 'check --world w', files: {'w/cluster.json': '{"id": "/subscr'}, says: ['cluster.json:1:'], next: 'cut off'},
	{
		call: 'check --world w',
		files: {'w/vnet.json': summary},
		says: ['vnet.json', 'without what it says'],
		next: 'az rest',
	},
	{call: 'check --world w', files: {'w/deploy.yaml': 'just a word\n'}, says: ['deploy.yaml:1'], next: 'apiVersion'},
	{
		call: 'check --world w',
		files: {'w/pod.yaml': 'kind: Pod\napiVersion: v1\n'},
		says: ['pod.yaml:1'],
		next: 'kubectl',
	},
	{call: 'check --world w', files: {'w/notes.txt': 'x'}, says: ['w holds no .json'], next: 'aksess capture'},
	{call: 'check --world nowhere', says: ['nowhere', 'does not exist'], next: '--world'},
	{call: 'check --world file', files: {file: ''}, says: ['file', 'neither a folder nor'], next: '--world'},
]);

refuses('A machine that nobody can come from is refused with the reason', [
	{call: 'check --sandbox wide-open --machine 20.9.77', says: ['20.9.77'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 20.9.77.140/33', says: ['20.9.77.140/33'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 20.9.77.256', says: ['20.9.77.256'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 20.9.77.140/24', says: ['20.9.77.140/24', '20.9.77.0/24'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 10.1.2.3', says: ['10.1.2.3', 'private'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 192.168.0.0/16', says: ['192.168.0.0/16', 'private'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 100.64.0.1', says: ['100.64.0.1'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 127.0.0.1', says: ['127.0.0.1'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 169.254.169.254', says: ['169.254.169.254'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 192.0.2.7', says: ['192.0.2.7', 'documentation'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 224.0.0.1', says: ['224.0.0.1', 'multicast'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 0.0.0.0/0', says: ['0.0.0.0/0'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine 2001:db8::1', says: ['2001:db8::1', 'IPv6'], next: 'IPv4'},
	{call: 'check --sandbox wide-open --machine laptop.example.com', says: ['laptop.example.com'], next: 'IPv4'},
]);

refuses('A dataplane name that is none is refused', [
	{
		call: 'check --sandbox wide-open --dataplane-fqdn https://abc.eus.azds.io/',
		says: ['"https://abc.eus.azds.io/"', 'must be one DNS name'],
		next: 'aksess profiles show azure-dev-spaces',
	},
	{
		call: 'check --sandbox wide-open --dataplane-fqdn *.azds.io',
		says: ['"*.azds.io"'],
		next: 'aksess profiles show azure-dev-spaces',
	},
	{
		call: 'check --sandbox wide-open --dataplane-fqdn abc.example.com',
		says: ['"abc.example.com"', 'azds.io'],
		next: 'aksess profiles show azure-dev-spaces',
	},
]);

refuses('An answer that names nothing is refused, with what there is', [
	{
		call: 'check --sandbox wide-open --set ingres=traefik',
		says: ['ingres'],
		next: 'aksess profiles show azure-dev-spaces',
	},
	{call: 'check --sandbox wide-open --set ingress', says: ['--set ingress'], next: '--set ingress=traefik'},
	{
		call: 'check --sandbox wide-open --set endpoint=publik',
		says: ['"publik"', 'Did you mean public?'],
		next: 'profiles show',
	},
	{call: 'check --sandbox wide-open --endpoint open', says: ["'open'", 'public, private, none'], next: 'check --help'},
	{
		call: `plan --sandbox locked-down ${machine} --choose debug-egres=addresses`,
		says: ['"debug-egres"', 'Did you mean debug-egress?'],
		next: 'debug-egress',
	},
	{
		call: `plan --sandbox locked-down ${machine} --choose debug-egress=adresses`,
		says: ['debug-egress=adresses', 'Did you mean addresses?'],
		next: 'debug-egress@',
	},
	{
		call: `plan --sandbox locked-down ${machine} --choose pull-images@nsg=none`,
		says: ['nothing at nsg is in the way of pull-images'],
		next: 'In the way is azure-firewall.',
	},
	{
		call: `plan --sandbox locked-down ${machine} --without authorized-rangs`,
		says: ['--without authorized-rangs'],
		next: 'The steps are',
	},
	{
		call: 'check --sandbox wide-open --correct firewal=none',
		says: ['firewal=none', 'Did you mean firewall?'],
		next: 'firewall',
	},
	{
		call: 'check --sandbox wide-open --correct network-policy=calicoo',
		says: ['network-policy=calicoo', 'Did you mean calico?'],
		next: 'calico',
	},
	{call: 'script --sandbox wide-open --format bash,pdf', says: ['pdf'], next: 'bash'},
	{
		call: 'plan --sandbox wide-open -detailed-exitcode',
		says: ["'-detailed-exitcode'", 'Did you mean --detailed-exitcode?'],
		next: 'plan --help',
	},
	{call: 'check --sandbox wide-open --output xml', says: ["'xml'", 'junit'], next: 'check --help'},
]);

refuses('Flags that contradict each other are refused', [
	{call: 'check --world w --sandbox wide-open', says: ['--world and --sandbox'], next: 'one of them'},
	{call: 'check --sandbox wide-open --subscription s', says: ['--sandbox and --subscription'], next: 'one of them'},
	{call: 'check --state s', says: ['--state'], next: '--sandbox NAME'},
	{call: 'check --world w --state s', says: ['--state'], next: '--sandbox NAME'},
	{call: 'apply --world w --yes', says: ['w is a folder of files'], next: 'aksess script --world'},
	{call: `apply --sandbox locked-down ${machine}`, says: ['terminal'], next: '--yes'},
	{call: 'sandbox wide-open --world w', says: ['wide-open', '--world'], next: 'one of them'},
	{
		call: 'script plan.json --profile argo-cd',
		files: {'plan.json': '{}'},
		says: ['plan.json', '--profile'],
		next: 'Leave the plan file out',
	},
	{
		call: 'apply plan.json --yes --machine 20.9.77.140 --without x',
		files: {'plan.json': '{}'},
		says: ['plan.json', '--machine, --without'],
		next: 'aksess plan -o FILE',
	},
]);

refuses('An answers file is held to its schema', [
	{
		call: 'check --sandbox wide-open --answers nowhere.json',
		says: ['nowhere.json', 'no such file'],
		next: 'Check the path',
	},
	{
		call: 'check --sandbox wide-open --answers a.json',
		files: {'a.json': '{"schemaVersion": 1, "machine": ["20.9.77.140"]}'},
		says: ['a.json', 'no field machine. Did you mean machines?'],
		next: '--save-answers',
	},
	{
		call: 'check --sandbox wide-open --answers a.json',
		files: {'a.json': '{"schemaVersion": 2}'},
		says: ['a.json', 'schemaVersion'],
		next: '--save-answers',
	},
	{
		call: 'check --sandbox wide-open --answers a.json',
		files: {'a.json': '{"schemaVersion": 1, "machines": ["10.0.0.1"]}'},
		says: ['10.0.0.1', 'private'],
		next: 'IPv4',
	},
	{
		call: 'check --sandbox wide-open --answers a.json',
		files: {'a.json': 'yes'},
		says: ['a.json', 'JSON'],
		next: 'content',
	},
]);

const profileText = [
	'schemaVersion: 1',
	'name: mine',
	'titel: Mine',
	'description: For a test.',
	'requirements: []',
	'',
].join('\n');

refuses('A profile file is answered with file, line, field and what was probably meant', [
	{
		call: 'check --sandbox wide-open --profile FOLDER/mine.yaml',
		files: {'mine.yaml': profileText},
		says: ['/mine.yaml:3:1', 'titel', 'title'],
		next: 'aksess profiles lint ',
	},
	{
		call: 'check --sandbox wide-open --profile FOLDER/mine.yaml',
		files: {'mine.yaml': ''},
		says: ['/mine.yaml:1:1', 'The file is empty.'],
		next: 'aksess profiles lint ',
	},
	{
		call: 'check --sandbox wide-open --profile FOLDER/mine.yaml',
		files: {'mine.yaml': 'name: [\n'},
		says: ['/mine.yaml:', 'YAML'],
		next: 'aksess profiles lint ',
	},
	{
		call: 'check --sandbox wide-open --profile ./nowhere.yaml',
		says: ['"./nowhere.yaml"'],
		next: 'aksess profiles list',
	},
]);

refuses('A plan that is none is refused', [
	{call: 'script nowhere.json', says: ['nowhere.json'], next: 'Check the path'},
	{call: 'script plan.json', files: {'plan.json': 'not json'}, says: ['plan.json', 'JSON'], next: 'content'},
	{call: 'script plan.json', files: {'plan.json': '[]'}, says: ['plan.json'], next: 'aksess plan -o'},
	{
		call: 'apply plan.json --yes',
		files: {'plan.json': '{"schemaVersion": 1}'},
		says: ['plan.json', 'digest'],
		next: 'aksess plan -o',
	},
	{
		call: 'apply plan.json --yes',
		files: {
			'plan.json': JSON.stringify({schemaVersion: 2, digest: 'x', cluster: {id: 'x', name: 'x'}, steps: []}),
		},
		says: ['plan.json', 'version 2', 'version 1'],
		next: 'Make the plan again',
	},
]);

describe('A plan is taken as it was written, or not at all', () => {
	test.each(['script', 'apply --yes'])('aksess %s refuses one that was edited', async command => {
		const cwd = folderWith();
		const made = await runCli(`plan --sandbox locked-down ${machine} -o plan.json`.split(' '), {cwd});
		expect(made.exitCode).toBe(0);
		const file = path.join(cwd, 'plan.json');
		const edited = readFileSync(file, 'utf8').replaceAll('20.9.77.140', '20.9.77.141');
		writeFileSync(file, edited);
		const [verb, ...flags] = command.split(' ');
		await expectRefusal(cwd, {
			call: [verb, 'plan.json', ...flags].join(' '),
			says: ['plan.json', 'changed after aksess wrote it'],
			next: 'aksess plan -o FILE',
		});
	});
});

describe('Nothing is half written', () => {
	test('A folder with one of the files keeps it and gets no other, without --force', async () => {
		const cwd = folderWith({'fix/undo.sh': 'mine'});
		await expectRefusal(cwd, {
			call: `script --sandbox locked-down ${machine} --out fix`,
			says: ['undo.sh'],
			next: '--force',
		});
	});

	test('with --force it is replaced', async () => {
		const cwd = folderWith({'fix/undo.sh': 'mine'});
		const {exitCode} = await runCli(`script --sandbox locked-down ${machine} --out fix --force`.split(' '), {cwd});
		expect(exitCode).toBe(0);
		expect(readFileSync(path.join(cwd, 'fix', 'undo.sh'), 'utf8')).toContain('#!');
	});

	test.each([
		`script --sandbox locked-down ${machine} --out fix`,
		`script --sandbox locked-down ${machine} --out fix/deeper`,
		`script --sandbox locked-down ${machine} --out fix --force`,
		`plan --sandbox locked-down ${machine} --out fix/plan.json`,
		'capture --sandbox wide-open --out fix',
	])('aksess %s, where fix is a file', async call => {
		const cwd = folderWith({fix: 'a file'});
		await expectRefusal(cwd, {call, says: [path.join(cwd, 'fix')], next: 'folder'});
	});

	test('A world without a cluster has no plan', async () => {
		const cwd = folderWith();
		for (const name of ['namespaces.yaml', 'pods.yaml']) {
			cpSync(templatesFolder('worlds', 'locked-down', name), path.join(cwd, 'world', name));
		}

		await expectRefusal(cwd, {
			call: `plan --world world ${machine} -o plan.json`,
			says: ['no cluster'],
			next: 'Microsoft.ContainerService/managedClusters',
		});
	});
});
