import type {Disk, DiskFile} from '../../../source/apply/journal-disk.js';

/** A disk in memory, on which a line can be written halfway. */
export function createMemoryDisk(): Disk {
	const files = new Map<string, Uint8Array>();
	const fileAt = (file: string): DiskFile => ({
		append: async bytes => {
			const before = files.get(file) ?? new Uint8Array();
			const after = new Uint8Array(before.length + bytes.length);
			after.set(before);
			after.set(bytes, before.length);
			files.set(file, after);
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
		hold: async () => {},
		release: async () => false,
	};
}
