export function changedLines(difference: string): ReadonlyMap<string, readonly string[]>;
