/**
 * UTF-8, or UTF-16, which is what `>` writes in Windows PowerShell: with its byte order mark, or without one where every
 * second byte of the first sign is empty. Marks are taken off. Undefined for what is no text.
 */
export function decodeText(bytes: Buffer): string | undefined {
	try {
		const text = new TextDecoder(encodingOf(bytes), {fatal: true}).decode(bytes);
		return text.includes('\0') ? undefined : text;
	} catch {
		return undefined;
	}
}

function encodingOf([first, second]: Buffer): string {
	if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) {
		return 'utf-16le';
	}

	return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && second !== undefined)
		? 'utf-16be'
		: 'utf-8';
}

/** What a file that is no text looks like, and what to do about it. */
export function lookOfBytes(bytes: Buffer): {readonly what: string; readonly next: string} {
	if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
		return {
			what: 'is a zip archive, which a Terraform plan is, too',
			next: 'Of a plan, `terraform show -json FILE` shows what is in it; it says what is to be, so give that with --change. Another archive: unpack it, or give it to --world by itself.',
		};
	}

	return bytes[0] === 0x1f && bytes[1] === 0x8b
		? {what: 'is a gzipped file', next: 'Unpack it, or give it to --world by itself.'}
		: {what: 'is not a text file', next: 'Fetch it again as JSON or YAML, or take it out of the folder.'};
}
