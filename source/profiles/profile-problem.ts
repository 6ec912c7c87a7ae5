/** Something wrong, or doubtful, in the text of a profile. */
export type ProfileProblem = {
	readonly severity: 'error' | 'warning';
	readonly file: string;
	/** Counted from 1, as editors do. */
	readonly line: number;
	readonly column: number;
	/** The field, `requirements[2].to.name`; empty for the text as a whole. */
	readonly field: string;
	readonly message: string;
};

/** `mine.yaml:12:5 requirements[2].to.name: …` */
export function formatProblem({file, line, column, field, message}: ProfileProblem): string {
	return `${file}:${line}:${column} ${field === '' ? '' : `${field}: `}${message}`;
}

export function formatField(path: readonly PropertyKey[]): string {
	return path.reduce<string>(
		(text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text === '' ? '' : '.'}${String(key)}`),
		'',
	);
}

export type ReportProblem = (
	severity: ProfileProblem['severity'],
	path: readonly PropertyKey[],
	message: string,
) => void;
