import {z} from 'zod';
import {factValues, isFactName} from './facts.js';
import {id, sentence, word} from './field-schemas.js';

type Test = {
	readonly fact?: string | undefined;
	readonly in?: readonly string[] | undefined;
	readonly not?: readonly string[] | undefined;
};

/** A test lists values either way, and of a closed set only those that there are. */
export function refuseWrongTest(test: Test, context: z.RefinementCtx): void {
	if ((test.in === undefined) === (test.not === undefined)) {
		context.addIssue({code: 'custom', message: 'A condition has either `in` or `not` with a list of values.'});
	}

	const {fact} = test;
	const values: readonly string[] | undefined = fact !== undefined && isFactName(fact) ? factValues[fact] : undefined;
	for (const field of ['in', 'not'] as const) {
		for (const [index, value] of (test[field] ?? []).entries()) {
			if (values !== undefined && !values.includes(value)) {
				context.addIssue({
					code: 'custom',
					path: [field, index],
					message: `${JSON.stringify(value)} is not a value of ${test.fact}; there are ${values.join(', ')}.`,
				});
			}
		}
	}
}

const testSchema = z
	.strictObject({
		/** A parameter of the profile; unanswered and without a default it excludes nothing. */
		parameter: id.optional(),
		/** Something read from the cluster, or a fact of the profile's own; unread it excludes nothing. */
		fact: id.optional(),
		in: z.array(word).min(1).optional(),
		not: z.array(word).min(1).optional(),
		/** What a person reads where the condition does not hold. */
		otherwise: sentence.optional(),
	})
	.superRefine((test, context) => {
		if ((test.parameter === undefined) === (test.fact === undefined)) {
			context.addIssue({code: 'custom', message: 'A condition asks for either a `parameter` or a `fact`.'});
		}

		refuseWrongTest(test, context);
	});

export const testFields = ['parameter', 'fact', 'in', 'not', 'otherwise'] as const;

/** All must hold. */
export const conditionsSchema = z.array(testSchema).max(20);
