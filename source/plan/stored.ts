/**
 * A value as it comes back from JSON: what was undefined is left out. What may have any field (JSON that is kept as the
 * APIs spell it, records) stays what it is.
 */
export type Stored<T> = T extends readonly (infer Item)[]
	? readonly Stored<Item>[]
	: T extends object
		? string extends keyof T
			? T
			: {readonly [Key in keyof T as undefined extends T[Key] ? never : Key]: Stored<T[Key]>} & {
					readonly [Key in keyof T as undefined extends T[Key] ? Key : never]?:
						| Stored<Exclude<T[Key], undefined>>
						| undefined;
				}
		: T;
