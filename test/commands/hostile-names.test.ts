import {cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import {isPrintable} from '../../source/render/printable.js';
import {runCli} from '../helpers/run-cli.js';

/** Clears the screen, turns the direction around, and ends a line; no API server would take it, a file may hold it. */
const hostile = '\u001B[2J\u202E\u2028evil';

/** A practice world in which names that somebody else chose are hostile. */
function hostileWorld(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-hostile-'));
	cpSync(templatesFolder('worlds', 'locked-down'), folder, {recursive: true});
	for (const name of readdirSync(folder)) {
		const file = path.join(folder, name);
		const spelled = JSON.stringify(hostile).slice(1, -1);
		const text = readFileSync(file, 'utf8');
		const renamed = name.endsWith('.json')
			? text
					.replaceAll('DenyAllOtherIn', `DenyAllOtherIn${spelled}`)
					.replaceAll('nsg-snet-aks', `nsg-snet-aks${spelled}`)
			: text.replaceAll(/^( +name|- name| {2}name): (claims\S*|own-namespace)$/gm, `$1: "$2${spelled}"`);
		writeFileSync(file, renamed);
	}

	return folder;
}

const world = hostileWorld();
const asked = ['--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];

test.each([
	['reach', '--explain'],
	['reach', '--from', `nowhere${hostile}`],
	['check'],
	['plan'],
	['check', ...asked],
	['check', ...asked, '--output', 'markdown'],
	['check', ...asked, '--name', `aks-claims${hostile}`],
	['explain', 'public-ingress', ...asked],
	['explain', hostile, ...asked],
	['plan', ...asked],
	['doctor'],
])('aksess %s shows a hostile name instead of acting on it', async (...argv) => {
	const {stdout, stderr} = await runCli([...argv, '--world', world]);
	const lines = `${stdout}${stderr}`.split('\n');
	expect(lines.filter(line => !isPrintable(line))).toEqual([]);
	expect(lines.length).toBeGreaterThan(1);
});

test('what aksess reach says of hostile names can be read', async () => {
	const {stdout} = await runCli(['reach', '--explain', '--world', world]);
	expect(stdout).toContain(String.raw`\u001b[2J\u202e\u2028evil`);
});

test('a page shows hostile names, too', async () => {
	const {stdout} = await runCli(['check', ...asked, '--output', 'html', '--world', world]);
	const said = stdout.replace(/<style>.*?<\/style>/s, '').replace(/<script>.*?<\/script>/s, '');
	expect(said.split('\n').filter(line => !isPrintable(line))).toEqual([]);
	expect(said).toContain(String.raw`\u001b[2J\u202e\u2028evil`);
});
