import {crc32, inflateRawSync} from 'node:zlib';
import {type ArchiveEntry, damaged} from './archive-entry.js';

/* Signatures and offsets are those of PKWARE's APPNOTE, 4.3. */
const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const localEntry = 0x04034b50;

/** The files of a zip archive, by its directory at the end. Neither encrypted ones nor those of 4 GB and more. */
export function readZip(name: string, bytes: Buffer): readonly ArchiveEntry[] {
	const end = findEnd(bytes);
	if (end === undefined) {
		throw damaged(name);
	}

	try {
		const entries: ArchiveEntry[] = [];
		let at = bytes.readUInt32LE(end + 16);
		for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
			if (bytes.readUInt32LE(at) !== directoryEntry) {
				throw damaged(name);
			}

			const [nameLength, extra, comment] = [28, 30, 32].map(offset => bytes.readUInt16LE(at + offset));
			const entry = entryAt(name, bytes, at, nameLength ?? 0);
			if (!entry.name.endsWith('/')) {
				entries.push(entry);
			}

			at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
		}

		return entries;
	} catch (error) {
		throw error instanceof RangeError ? damaged(name, error) : error;
	}
}

/** It stands before a comment of up to 65,535 bytes. */
function findEnd(bytes: Buffer): number | undefined {
	for (let at = bytes.length - 22; at >= 0 && at >= bytes.length - 22 - 0xffff; at--) {
		if (bytes.readUInt32LE(at) === endOfDirectory) {
			return at;
		}
	}

	return undefined;
}

function entryAt(archive: string, bytes: Buffer, at: number, nameLength: number): ArchiveEntry {
	const method = bytes.readUInt16LE(at + 10);
	const packed = bytes.readUInt32LE(at + 20);
	const size = bytes.readUInt32LE(at + 24);
	const place = bytes.readUInt32LE(at + 42);
	return {
		name: bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/'),
		time: timeOf(bytes.readUInt16LE(at + 14), bytes.readUInt16LE(at + 12)),
		size,
		unpack: () => {
			try {
				if (bytes.readUInt32LE(place) !== localEntry || ![0, 8].includes(method)) {
					throw damaged(archive);
				}

				const start = place + 30 + bytes.readUInt16LE(place + 26) + bytes.readUInt16LE(place + 28);
				const content = bytes.subarray(start, start + packed);
				const whole = method === 0 ? content : inflateRawSync(content, {maxOutputLength: Math.max(size, 1)});
				if (crc32(whole) !== bytes.readUInt32LE(at + 16)) {
					throw damaged(archive);
				}

				return whole;
			} catch (error) {
				throw damaged(archive, error);
			}
		},
	};
}

/** MS-DOS: seven bits of years since 1980, then month, day; hours, minutes, seconds by two. */
function timeOf(date: number, time: number): number {
	return Date.UTC(1980 + (date >> 9), ((date >> 5) & 15) - 1, date & 31, time >> 11, (time >> 5) & 63, (time & 31) * 2);
}
