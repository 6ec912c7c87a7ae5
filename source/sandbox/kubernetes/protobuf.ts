/** Length-delimited fields of one protobuf message, by number; the last one wins. Enough to read an access review. */
export function decodeMessage(bytes: Buffer): ReadonlyMap<number, Buffer> {
	const fields = new Map<number, Buffer>();
	let at = 0;
	const varint = () => {
		let [value, shift] = [0, 0];
		for (let byte = 0x80; byte >= 0x80 && at < bytes.length; shift += 7, at += 1) {
			byte = bytes[at] ?? 0;
			value += (byte % 0x80) * 2 ** shift;
		}

		return value;
	};
	while (at < bytes.length) {
		const tag = varint();
		const [field, wire] = [Math.floor(tag / 8), tag % 8];
		if (wire === 2) {
			const length = varint();
			fields.set(field, bytes.subarray(at, at + length));
			at += length;
		} else if (wire === 0) {
			varint();
		} else {
			at += wire === 1 ? 8 : wire === 5 ? 4 : bytes.length;
		}
	}

	return fields;
}

export function textOf(fields: ReadonlyMap<number, Buffer>, field: number): string {
	return fields.get(field)?.toString('utf8') ?? '';
}
