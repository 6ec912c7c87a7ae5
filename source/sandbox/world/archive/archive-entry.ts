import {UserError} from '../../../errors.js';

/** A file in an archive; what it holds is unpacked when it is asked for. */
export type ArchiveEntry = {
	/** With `/` between folders, as it stands in the archive. */
	readonly name: string;
	/** Milliseconds since 1970. */
	readonly time: number;
	/** How many bytes it holds when it is unpacked, as the archive says. */
	readonly size: number;
	/** Throws where it holds more than that, as a bomb does. */
	readonly unpack: () => Buffer;
};

export function damaged(name: string, cause?: unknown): UserError {
	return new UserError('usage', `${name} is not a complete archive: it may have been cut off.`, {
		cause,
		next: ['Fetch it again, or unpack it and point --world to the folder.'],
	});
}
