import {z} from 'zod';

/** A session that can be replayed; `aksess` writes it, `--answers` reads it. */
export const answersFile = z.strictObject({
	schemaVersion: z.literal(1),
	profiles: z.array(z.string()).optional(),
	questions: z.array(z.string()).optional(),
	machines: z.array(z.string()).optional(),
	parameters: z.record(z.string(), z.string()).optional(),
	dataplaneFqdn: z.string().nullable().optional().describe('older: the parameter dataplane-fqdn'),
	endpoint: z.string().nullable().optional().describe('older: the parameter endpoint'),
	corrections: z.record(z.string(), z.string()).optional(),
	choices: z.record(z.string(), z.string()).optional(),
	without: z.array(z.string()).optional(),
});

export type AnswersFile = z.output<typeof answersFile>;
