import {type FileHandle, mkdir, open, readFile, rm} from 'node:fs/promises';
import path from 'node:path';

/** A file that is written in place; what was written is on the disk, synced, before `write` resolves. */
export type DiskFile = {
	readonly write: (bytes: Uint8Array, position: number) => Promise<void>;
	readonly truncate: (length: number) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** What a journal needs of a file system; tests bring one that is full, or one in memory. */
export type Disk = {
	/** A new file, readable by its owner alone, and its folder; fails where the file is there already. */
	readonly create: (file: string) => Promise<DiskFile>;
	readonly open: (file: string) => Promise<DiskFile>;
	readonly read: (file: string) => Promise<Uint8Array>;
	readonly remove: (file: string) => Promise<void>;
};

export const systemDisk: Disk = {
	create: async file => {
		const folder = path.dirname(file);
		await mkdir(folder, {recursive: true, mode: 0o700});
		const handle = await open(file, 'wx', 0o600);
		await syncFolder(folder);
		return fileOf(handle);
	},
	open: async file => fileOf(await open(file, 'r+')),
	read: readFile,
	remove: file => rm(file, {force: true}),
};

function fileOf(handle: FileHandle): DiskFile {
	return {
		write: async (bytes, position) => {
			// A disk that runs full takes a part first and refuses only what is left.
			for (let done = 0; done < bytes.length; ) {
				const {bytesWritten} = await handle.write(bytes, done, bytes.length - done, position + done);
				done += bytesWritten;
			}

			await handle.sync();
		},
		truncate: async length => {
			await handle.truncate(length);
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
