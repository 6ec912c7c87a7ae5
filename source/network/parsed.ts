/** The outcome of reading text that came from outside: a value, or one sentence that says what is wrong with it. */
export type Parsed<T> = {readonly ok: true; readonly value: T} | {readonly ok: false; readonly problem: string};

export function parsed<T>(value: T): Parsed<T> {
	return {ok: true, value};
}

export function refused(problem: string): Parsed<never> {
	return {ok: false, problem};
}
