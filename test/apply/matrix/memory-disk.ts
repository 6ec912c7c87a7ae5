import type {Disk, DiskFile} from '../../../source/apply/journal-disk.js';

/** A disk in memory, on which a line can be written halfway. */
export function createMemoryDisk(): Disk {
	const files = new Map<string, Uint8Array>();
	const fileAt = (file: string): DiskFile => ({
		write: async (bytes, position) => {
			const before = files.get(file) ?? new Uint8Array();
			const length = Math.max(before.length, position + bytes.length);
			const after = length === before.length ? before : new Uint8Array(length);
			after.set(length === before.length ? [] : before);
			after.set(bytes, position);
			files.set(file, after);
		},
		truncate: async length => {
			files.set(file, (files.get(file) ?? new Uint8Array()).slice(0, length));
		},
		close: async () => {},
	});
	return {
		create: async file => {
			if (files.has(file)) {
				throw Object.assign(new Error(`${file} is there already`), {code: 'EEXIST'});
			}

			files.set(file, new Uint8Array());
			return fileAt(file);
		},
		open: async file => fileAt(file),
		read: async file => {
			const bytes = files.get(file);
			if (bytes === undefined) {
				throw Object.assign(new Error(`there is no ${file}`), {code: 'ENOENT'});
			}

			return bytes;
		},
		remove: async file => {
			files.delete(file);
		},
	};
}
