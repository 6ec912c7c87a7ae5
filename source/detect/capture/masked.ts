/** What a capture does not hand on, by kind. */
export type MaskedKind = 'fields' | 'annotations' | 'texts' | 'ids';

export type Masked = Readonly<Record<MaskedKind, number>>;

/** Counts what is left out or replaced, one by one. */
export type Tally = {readonly add: (kind: MaskedKind, count?: number) => void; readonly counted: () => Masked};

export function createTally(): Tally {
	const counts: Record<MaskedKind, number> = {fields: 0, annotations: 0, texts: 0, ids: 0};
	return {
		add: (kind, count = 1) => {
			counts[kind] += count;
		},
		counted: () => ({...counts}),
	};
}
