import {type FileHandle, open, readFile, rm, stat, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {systemReason} from '../errors.js';
import {makeFolder} from '../make-folder.js';

/** A file that only grows, at its end, by whoever writes to it. */
export type DiskFile = {
	/** On the disk, synced, when it resolves; a part of it may be when it fails. */
	readonly append: (bytes: Uint8Array) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** What a journal needs of a file system; tests bring one that is full, or one in memory. */
export type Disk = {
	/** A new file, readable by its owner alone, and its folder; fails where the file is there already. */
	readonly create: (file: string) => Promise<DiskFile>;
	readonly open: (file: string) => Promise<DiskFile>;
	readonly read: (file: string) => Promise<Uint8Array>;
	readonly remove: (file: string) => Promise<void>;
	/** Takes room, as a file of that size. */
	readonly hold: (file: string, bytes: number) => Promise<void>;
	/** Gives back a part of such a file; `false` where nothing is left of it. */
	readonly release: (file: string) => Promise<boolean>;
};

/** What is given back at a time: enough for many lines, and for what a file system takes in blocks. */
const pieceBytes = 16 * 1024;

export const systemDisk: Disk = {
	create: async file => {
		const folder = path.dirname(file);
		makeFolder(folder, 0o700);
		const handle = await open(file, 'ax', 0o600);
		await syncFolder(folder);
		return fileOf(handle);
	},
	open: async file => fileOf(await open(file, 'a', 0o600)),
	read: readFile,
	remove: file => rm(file, {force: true}),
	hold: async (file, bytes) => {
		await writeFile(file, new Uint8Array(Math.ceil(bytes / pieceBytes) * pieceBytes).fill(0x2e), {
			mode: 0o600,
			flush: true,
		});
	},
	release: async file => {
		const size = await stat(file).then(
			found => found.size,
			() => 0,
		);
		await (size > 0 ? truncate(file, Math.max(0, size - pieceBytes)) : undefined);
		return size > 0;
	},
};

function fileOf(handle: FileHandle): DiskFile {
	return {
		append: async bytes => {
			await handle.appendFile(bytes);
			await handle.sync();
		},
		close: () => handle.close(),
	};
}

/** A new file is only safe when its folder is synced too; Windows cannot, and does not need to. */
async function syncFolder(folder: string): Promise<void> {
	if (process.platform !== 'win32') {
		const handle = await open(folder, 'r');
		await handle.sync();
		await handle.close();
	}
}

/** Why a line could not be written. fsync(2): what a file system says that cannot promise that anything is on the disk. */
export function diskReason(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'].includes(code)
		? 'the file system there cannot say when a line is on the disk (fsync)'
		: systemReason(error);
}
