import {open} from 'node:fs/promises';
import path from 'node:path';
import {Cancelled, systemReason, UserError} from '../errors.js';
import {type LogKind, type LogSummary, readLog} from '../profiles/traffic/read-log.js';
import {printable} from '../render/printable.js';
import type {Session} from '../session.js';

const pieceBytes = 1024 * 1024;

/** Reads a log of any length piece by piece, in UTF-8 or UTF-16, and tells how much of it, in percent. */
export async function readLogFile(
	name: string,
	kind: LogKind,
	{cwd, signal}: Pick<Session, 'cwd' | 'signal'>,
	onProgress: (percent: number) => void,
): Promise<LogSummary> {
	const reader = readLog(kind);
	let handle: Awaited<ReturnType<typeof open>> | undefined;
	try {
		handle = await open(path.resolve(cwd, name), 'r');
		const {size} = await handle.stat();
		const piece = Buffer.alloc(pieceBytes);
		let decoder: InstanceType<typeof TextDecoder> | undefined;
		let done = 0;
		for (;;) {
			if (signal.aborted) {
				throw new Cancelled();
			}

			const {bytesRead} = await handle.read(piece, 0, pieceBytes);
			if (bytesRead === 0) {
				break;
			}

			const bytes = piece.subarray(0, bytesRead);
			decoder ??= new TextDecoder(encodingOf(bytes));
			reader.push(decoder.decode(bytes, {stream: true}));
			done += bytesRead;
			if (size > 0) {
				onProgress(Math.min(100, Math.floor((100 * done) / size)));
			}
		}

		reader.push(decoder?.decode() ?? '');
		return reader.end();
	} catch (error) {
		if (!(error instanceof Error && 'code' in error)) {
			throw error;
		}

		throw new UserError('usage', `${printable(name)} cannot be read: ${systemReason(error)}.`, {
			cause: error,
			next: ['Give the file that holds the log.'],
		});
	} finally {
		await handle?.close();
	}
}

/** By the byte order mark; PowerShell leaves it out sometimes, and then every other byte of ordinary text is zero. */
function encodingOf(bytes: Uint8Array): string {
	const [first, second] = bytes;
	if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) {
		return 'utf-16le';
	}

	return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'utf-16be' : 'utf-8';
}
