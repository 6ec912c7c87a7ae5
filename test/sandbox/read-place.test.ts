import {execFileSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {crc32, deflateRawSync} from 'node:zlib';
import {describe, expect, onTestFinished, test} from 'vitest';
import {UserError} from '../../source/errors.js';
import {readPlace} from '../../source/sandbox/world/read-place.js';

const content = '{"id": "/subscriptions/s"}';

function folder(): string {
	const made = mkdtempSync(path.join(tmpdir(), 'aksess-place-'));
	onTestFinished(() => rmSync(made, {recursive: true}));
	return made;
}

/** A zip archive by hand, so that also wrong ones can be made. */
function zip(files: Readonly<Record<string, string>>, {size}: {readonly size?: number} = {}): Buffer {
	const locals: Buffer[] = [];
	const directory: Buffer[] = [];
	for (const [name, text] of Object.entries(files)) {
		const packed = deflateRawSync(text);
		const head = Buffer.alloc(26);
		head.writeUInt16LE(20, 0);
		head.writeUInt16LE(8, 4);
		head.writeUInt16LE((12 << 11) | (30 << 5), 6);
		head.writeUInt16LE(((2026 - 1980) << 9) | (11 << 5) | 29, 8);
		head.writeUInt32LE(crc32(text), 10);
		head.writeUInt32LE(packed.length, 14);
		head.writeUInt32LE(size ?? Buffer.byteLength(text), 18);
		head.writeUInt16LE(Buffer.byteLength(name), 22);
		const offset = Buffer.concat(locals).length;
		locals.push(Buffer.from([0x50, 0x4b, 3, 4]), head, Buffer.from(name), packed);
		const rest = Buffer.alloc(14);
		rest.writeUInt32LE(offset, 10);
		directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), head, rest, Buffer.from(name));
	}

	const [data, index] = [Buffer.concat(locals), Buffer.concat(directory)];
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(Object.keys(files).length, 10);
	end.writeUInt32LE(data.length, 16);
	return Buffer.concat([data, index, end]);
}

function write(name: string, bytes: Buffer | string): string {
	const file = path.join(folder(), name);
	writeFileSync(file, bytes);
	return file;
}

function refusal(place: string): UserError {
	try {
		readPlace(place);
	} catch (error) {
		if (error instanceof UserError) {
			return error;
		}

		throw error;
	}

	throw new Error('was accepted');
}

describe('an archive', () => {
	const long = `${'deep/'.repeat(10)}${'name-'.repeat(20)}.json`;

	test.each(['a.tgz', 'a.tar.gz', 'a.tar'])('%s is read as the folder that was packed', name => {
		const made = folder();
		mkdirSync(path.join(made, 'w', path.dirname(long)), {recursive: true});
		for (const file of ['a.json', 'notes.txt', '.hidden.json', long]) {
			writeFileSync(path.join(made, 'w', file), content);
		}

		execFileSync('tar', [
			name.endsWith('.tar') ? '-cf' : '-czf',
			path.join(made, name),
			'-C',
			path.join(made, 'w'),
			'.',
		]);
		const {files, times, isFolder} = readPlace(path.join(made, name));
		expect(files).toEqual({'a.json': content, [long]: content});
		expect(Math.abs((times.get('a.json') ?? 0) - Date.now())).toBeLessThan(60_000);
		expect(isFolder).toBe(false);
	});

	test('by zip is read, without what macOS adds and what leads out', () => {
		const place = write(
			'w.zip',
			zip({'w/a.json': content, '__MACOSX/w/._a.json': 'x', '../b.json': content, 'w/': ''}),
		);
		const {files, times} = readPlace(place);
		expect(files).toEqual({'w/a.json': content});
		expect(new Date(times.get('w/a.json') ?? 0).toISOString()).toBe('2026-11-29T12:30:00.000Z');
	});

	test.each<[string, string, Buffer, string]>([
		['cut off', 'w.zip', zip({'a.json': content}).subarray(0, 60), 'is not a complete archive'],
		[
			'that unpacks to more than it says',
			'w.zip',
			zip({'a.json': content.repeat(1000)}, {size: 40}),
			'is not a complete archive',
		],
		['that says it holds too much', 'w.zip', zip({'a.json': content}, {size: 300_000_000}), 'too much to read at once'],
		['with nothing that is read', 'w.zip', zip({'a.txt': content}), 'holds no .json'],
		['that is none', 'w.tgz', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), 'is not a complete archive'],
		['of garbage', 'w.tar', Buffer.alloc(2000, 'x'), 'is not a complete archive'],
	])('%s is refused', (_name, file, bytes, words) => {
		expect(refusal(write(file, bytes)).message).toContain(words);
	});

	test.each<[string, string, Readonly<Record<string, string>>]>([
		['as Terraform names it', 'out.tfplan', {tfplan: 'x', tfstate: 'x', 'tfconfig/modules.json': '{}'}],
		['called an archive', 'plan.zip', {tfplan: 'x', tfstate: 'x', 'tfconfig/modules.json': '{}'}],
	])('that is a Terraform plan is told to be one, %s', (_name, file, files) => {
		const error = refusal(write(file, zip(files)));
		expect(error.message).toMatch(/Terraform plan/);
		expect(error.next[0]).toContain(`--change: \`terraform show -json ${file} > plan.json\``);
	});

	test('is refused however it was damaged, and never crashes', () => {
		const whole = zip({'a.json': content, 'b.json': content});
		for (let at = 0; at < whole.length; at++) {
			const bytes = Buffer.from(whole);
			bytes[at] = (bytes[at] ?? 0) ^ 0xff;
			try {
				readPlace(write('w.zip', bytes));
			} catch (error) {
				expect(error).toBeInstanceOf(UserError);
			}
		}
	});
});

test('a folder names what is of no kind that is read', () => {
	const made = folder();
	for (const name of ['a.json', 'tfplan', 'vnet.txt', '.hidden']) {
		writeFileSync(path.join(made, name), content);
	}

	expect(readPlace(made)).toMatchObject({files: {'a.json': content}, others: ['tfplan', 'vnet.txt']});
});

describe('a file', () => {
	test('by itself is a world', () => {
		expect(readPlace(write('a.json', content)).files).toEqual({'a.json': content});
	});

	test.each<[string, Buffer]>([
		['UTF-16 with its mark', Buffer.from(`\uFEFF${content}`, 'utf16le')],
		['UTF-16 without one', Buffer.from(content, 'utf16le')],
		['UTF-16 the other way round', Buffer.from(`\uFEFF${content}`, 'utf16le').swap16()],
		['UTF-8 with a mark', Buffer.from(`\uFEFF${content}`)],
	])('in %s is read', (_name, bytes) => {
		expect(Object.values(readPlace(write('a.json', bytes)).files)).toEqual([content]);
	});

	test('that is no text is named with what it looks like, and all of these at once', () => {
		const made = folder();
		writeFileSync(path.join(made, 'plan.json'), zip({tfplan: 'x'}));
		writeFileSync(path.join(made, 'b.json'), Buffer.from([0x1f, 0x8b, 0xff, 0, 0x80]));
		writeFileSync(path.join(made, 'c.json'), content);
		const error = refusal(made);
		expect(error.message).toMatch(/b\.json is a gzipped file\. Another document/);
		expect(error.next.join('\n')).toMatch(/plan\.json is a zip archive.*terraform show -json/);
		expect(refusal(write('picture.png', readFileSync(path.join(made, 'b.json')))).message).toContain(
			'neither a folder nor',
		);
	});
});
