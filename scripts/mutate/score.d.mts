export type Score = {readonly noticed: number; readonly counted: number};

export function scoreOf(report: {
	readonly files: Readonly<Record<string, {readonly mutants: readonly {readonly status: string}[]}>>;
}): Score;

export function progressOf(output: string): Score;
