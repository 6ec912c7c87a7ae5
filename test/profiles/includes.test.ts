import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {loadProfile} from '../../source/profiles/load-profile.js';
import {profileText} from './profile-texts.js';

const folder = mkdtempSync(path.join(tmpdir(), 'aksess-includes-'));
afterAll(() => rmSync(folder, {recursive: true}));

const to = (name: string) => `from: {kind: nodes}\nto: {kind: name, name: ${name}, hosting: unknown}\nports: 443`;

function write(
	name: string,
	includes: readonly string[],
	requirements: Readonly<Record<string, string>>,
	more = '',
): string {
	const file = path.join(folder, `${name}.yaml`);
	const text = profileText(requirements, `includes: [${includes.join(', ')}]\n${more}`).replace(
		'name: mine',
		`name: ${name}`,
	);
	writeFileSync(file, Object.keys(requirements).length === 0 ? text.replace(/requirements:\s*$/, '') : text);
	return file;
}

const rows = async (file: string) => (await loadProfile(file)).requirements.map(({id}) => id);
const failure = async (file: string) => String(await loadProfile(file).catch((error: unknown) => error));

describe('a profile that includes others', () => {
	test('has its own rows first, then theirs, and is called by its own name', async () => {
		write('base', [], {base: to('a.northlight.net')});
		const file = write('shop', ['./base.yaml', 'ghcr'], {shop: to('b.northlight.net')});
		expect(await rows(file)).toEqual(['shop', 'base', 'ghcr-registry']);
		expect((await loadProfile(file)).name).toBe('shop');
	});

	test('may have no row of its own', async () => {
		expect(await rows(write('only', ['ghcr', 'quay'], {}))).toEqual(['ghcr-registry', 'quay-registry', 'quay-layers']);
	});

	test('takes what comes by two ways once', async () => {
		write('base', [], {base: to('a.northlight.net')});
		write('left', ['./base.yaml'], {left: to('b.northlight.net')});
		write('right', ['./base.yaml'], {right: to('c.northlight.net')});
		expect(await rows(write('both', ['./left.yaml', './right.yaml'], {}))).toEqual(['left', 'base', 'right']);
	});

	test('brings the parameters along that their rows ask for', async () => {
		const {parameters} = await loadProfile(write('watch', ['datadog'], {}));
		expect(Object.keys(parameters)).toEqual(['datadog-site']);
	});

	test('is refused when it includes itself, whatever the way', async () => {
		write('one', ['./two.yaml'], {});
		const file = write('two', ['./one.yaml'], {});
		expect(await failure(file)).toMatch(
			/two\.yaml includes itself: .*two\.yaml, which includes .*one\.yaml, which includes .*two\.yaml/,
		);
	});

	test('is refused at once when it includes itself by another spelling of its path', async () => {
		const file = write('self', ['./self.yaml'], {});
		expect(await failure(`./${path.relative(process.cwd(), file)}`)).toMatch(
			/self\.yaml includes itself: [^,]*self\.yaml, which includes [^,]*self\.yaml\.$/,
		);
	});

	test('is refused when two of them mean different things by one name', async () => {
		write('here', [], {same: to('a.northlight.net')});
		write('there', [], {same: to('b.northlight.net')});
		expect(await failure(write('torn', ['./here.yaml', './there.yaml'], {}))).toContain(
			'here and there have a different requirement same.',
		);
	});

	test('is refused when one of them is not there, or nothing is required at all', async () => {
		expect(await failure(write('lost', ['ghrc'], {}))).toContain('There is no profile "ghrc". Did you mean ghcr?');
		expect(await failure(write('empty', [], {}))).toContain('There is nothing required here');
	});
});
