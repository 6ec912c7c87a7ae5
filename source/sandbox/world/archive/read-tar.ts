import {gunzipSync} from 'node:zlib';
import {type ArchiveEntry, damaged} from './archive-entry.js';

const block = 512;

/**
 * The files of a tar archive, gzipped or not (POSIX ustar; the long names of GNU tar and pax). Links and devices are
 * passed over: what they would lead to is not in the archive.
 */
export function readTar(name: string, packed: Buffer, mostBytes: number): readonly ArchiveEntry[] {
	const bytes = unzip(name, packed, mostBytes);
	const entries: ArchiveEntry[] = [];
	let longName: string | undefined;
	for (let at = 0; at + block <= bytes.length && bytes[at] !== 0; ) {
		const size = octal(bytes, at + 124, 12);
		const begin = at + block;
		if (!Number.isSafeInteger(size) || begin + size > bytes.length) {
			throw damaged(name);
		}

		const content = bytes.subarray(begin, begin + size);
		switch (String.fromCharCode(bytes[at + 156] ?? 0)) {
			case 'L': {
				longName = text(content, 0, size);
				break;
			}

			case 'x': {
				longName = paxPath(content.toString('utf8')) ?? longName;
				break;
			}

			case '0':
			case '\0': {
				entries.push({
					name: (longName ?? ustarName(bytes, at)).replace(/^(?:\.\/)+/, ''),
					time: octal(bytes, at + 136, 12) * 1000,
					size,
					unpack: () => content,
				});
				longName = undefined;
				break;
			}

			default: {
				longName = undefined;
				break;
			}
		}

		at = begin + Math.ceil(size / block) * block;
	}

	return entries;
}

function unzip(name: string, packed: Buffer, mostBytes: number): Buffer {
	if (packed[0] !== 0x1f || packed[1] !== 0x8b) {
		return packed;
	}

	try {
		return gunzipSync(packed, {maxOutputLength: mostBytes});
	} catch (error) {
		throw damaged(name, error);
	}
}

function ustarName(bytes: Buffer, at: number): string {
	const prefix = text(bytes, at + 257, 5) === 'ustar' ? text(bytes, at + 345, 155) : '';
	return prefix === '' ? text(bytes, at, 100) : `${prefix}/${text(bytes, at, 100)}`;
}

function text(bytes: Buffer, at: number, length: number): string {
	const [found = ''] = bytes.toString('utf8', at, at + length).split('\0');
	return found;
}

function octal(bytes: Buffer, at: number, length: number): number {
	return Number.parseInt(text(bytes, at, length).trim() || '0', 8);
}

/** Records of `LENGTH KEY=VALUE\n`. */
function paxPath(records: string): string | undefined {
	return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(records)?.[1];
}
