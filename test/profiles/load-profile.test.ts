import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {UserError} from '../../source/errors.js';
import {loadProfile} from '../../source/profiles/load-profile.js';
import {draws} from '../helpers/draws.js';
import {profileText, shippedText} from './profile-texts.js';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'aksess-profiles-'));
});
afterAll(() => rm(folder, {recursive: true}));

async function failure(nameOrPath: string): Promise<UserError> {
	const error: unknown = await loadProfile(nameOrPath).catch((error: unknown) => error);
	expect(error).toBeInstanceOf(UserError);
	return error as UserError;
}

test('a profile of one’s own is loaded by its path', async () => {
	const file = path.join(folder, 'mine.yaml');
	await writeFile(
		file,
		profileText({a: 'from: {kind: nodes}\nto: {kind: name, name: gcr.io, hosting: unknown}\nports: 443'}),
	);
	expect((await loadProfile(file)).requirements).toHaveLength(1);
});

test('an unknown name is answered with the nearest one', async () => {
	const error = await failure('azure-devspaces');
	expect(error.message).toBe('There is no profile "azure-devspaces". Did you mean azure-dev-spaces?');
	expect(error.code).toBe('usage');
});

test('every mistake of a file is told at once', async () => {
	const file = path.join(folder, 'wrong.yaml');
	await writeFile(file, profileText({a: 'from: {kind: nods}\nto: {kind: name, name: gcr.io}\nports: 443'}));
	const {message} = await failure(file);
	expect(message).toContain(`${file}:12:18 requirements[0].from.kind: "nods" is not taken here`);
	expect(message).toContain(`${file}:13:9 requirements[0].to.hosting: The field is missing`);
});

test('a missing file, a folder and an empty file are the user’s to correct', async () => {
	await mkdir(path.join(folder, 'folder.yaml'));
	await writeFile(path.join(folder, 'empty.yaml'), '');
	expect((await failure(path.join(folder, 'none.yaml'))).message).toContain('cannot be read');
	expect((await failure(path.join(folder, 'folder.yaml'))).message).toContain('it is not a file');
	expect((await failure(path.join(folder, 'empty.yaml'))).message).toContain('The file is empty.');
});

test('whatever happens to the text of a profile, it loads or is refused with a sentence', async () => {
	const whole = shippedText('azure-dev-spaces');
	// Without the long tail of addresses a change hits something that matters more often.
	const text = whole.replace(/ {4}published:[\s\S]*?\n\n(?=notes:)/, '');
	expect(text.length).toBeLessThan(whole.length);
	const file = path.join(folder, 'mutated.yaml');
	const piece = fc.oneof(
		fc.constantFrom(
			'',
			' ',
			'\n',
			'\t',
			':',
			'-',
			'[',
			']',
			'{',
			'}',
			'&a',
			'*a',
			'!!x ',
			'#',
			"'",
			'"',
			'|',
			'>',
			'%',
			'...',
		),
		fc.constantFrom(
			'__proto__: 1',
			'constructor',
			'null',
			'~',
			'1e999',
			'0x',
			'<<: *a',
			'? ',
			'---',
			'toString',
			'-1',
			'{region}',
		),
		fc.string({maxLength: 8, unit: 'binary'}),
	);
	const edit = fc.record({at: fc.nat(text.length), drop: fc.nat(40), piece});
	await fc.assert(
		fc.asyncProperty(fc.array(edit, {minLength: 1, maxLength: 3}), async edits => {
			const mutated = edits.reduce(
				(result, {at, drop, piece}) => result.slice(0, at) + piece + result.slice(at + drop),
				text,
			);
			await writeFile(file, mutated);
			const outcome: unknown = await loadProfile(file).catch((error: unknown) => error);
			if (outcome instanceof Error && !(outcome instanceof UserError)) {
				throw outcome;
			}
		}),
		draws(300),
	);
});
