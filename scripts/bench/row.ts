/** One measured figure. */
export type Row = {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
	/** The value that was promised; whether less or more is better follows from the unit: `x` wants more. */
	readonly aim?: number;
	readonly spread?: string;
};

export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length >>> 1;
	return sorted.length % 2 === 1
		? (sorted[middle] ?? Number.NaN)
		: ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** `lowest–highest` */
export function spread(values: readonly number[]): string {
	return `${round(Math.min(...values))}–${round(Math.max(...values))}`;
}

export function row(name: string, values: readonly number[], unit: string, aim?: number): Row {
	return {name, value: median(values), unit, spread: spread(values), ...(aim === undefined ? {} : {aim})};
}

export function round(value: number): string {
	return value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toPrecision(2);
}
