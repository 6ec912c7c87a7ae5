/** The selected key if it is still in the list, else the first one. */
export function selectedKey(keys: readonly string[], selected: string | undefined): string | undefined {
	return selected !== undefined && keys.includes(selected) ? selected : keys[0];
}

/** Moves a selection by some rows; it stops at the ends. */
export function moveSelection(keys: readonly string[], selected: string | undefined, by: number): string | undefined {
	const current = selectedKey(keys, selected);
	const index = current === undefined ? 0 : keys.indexOf(current);
	return keys[Math.min(keys.length - 1, Math.max(0, index + by))];
}

export type Window = {readonly first: number; readonly count: number};

/** The part of a list that is shown so that the selected row is in it, with context on both sides where there is. */
export function windowAround(length: number, selected: number, height: number): Window {
	const count = Math.min(length, Math.max(1, height));
	const first = Math.min(Math.max(0, selected - Math.floor((count - 1) / 2)), length - count);
	return {first, count};
}
