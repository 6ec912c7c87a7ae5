import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {readHomeFile} from '../../source/detect/home-file.js';

const file = {path: '.azds/settings.json', field: 'dataplaneFqdn'};

function homeWith(settings: string): string {
	const home = mkdtempSync(path.join(tmpdir(), 'aksess-home-'));
	onTestFinished(() => rmSync(home, {recursive: true}));
	mkdirSync(path.join(home, '.azds'));
	writeFileSync(path.join(home, '.azds', 'settings.json'), settings);
	return home;
}

test.each([
	['{"dataplaneFqdn": "azds-1.eus.azds.io"}', 'azds-1.eus.azds.io'],
	['\uFEFF{"DataplaneFqdn": "AZDS-1.eus.azds.io"}', 'AZDS-1.eus.azds.io'],
	['{"dataplaneFqdn": 7}', undefined],
	['{}', undefined],
	['null', undefined],
	['not JSON', undefined],
	[`{"dataplaneFqdn": "azds-1.eus.azds.io", "more": "${'x'.repeat(1_000_000)}"}`, undefined],
])('%.60s says %s', async (settings, expected) => {
	const home = homeWith(settings);
	expect(await readHomeFile(file, {platform: 'linux', env: {HOME: home}})).toBe(expected);
});

test('Windows keeps it in the user profile, others in the home folder', async () => {
	const env = {
		USERPROFILE: homeWith('{"dataplaneFqdn": "w.azds.io"}'),
		HOME: homeWith('{"dataplaneFqdn": "h.azds.io"}'),
	};
	expect(await readHomeFile(file, {platform: 'win32', env})).toBe('w.azds.io');
	expect(await readHomeFile(file, {platform: 'darwin', env})).toBe('h.azds.io');
	expect(await readHomeFile(file, {platform: 'linux', env: {}})).toBeUndefined();
});
