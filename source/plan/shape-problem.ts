import type {z} from 'zod';

/** Where a value is not as it should be, and why: the first place of many, as they tend to have one cause. */
export function shapeProblem({issues: [issue]}: z.ZodError): string {
	return `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'it is not what it should be'}`;
}
