import {readFileSync} from 'node:fs';
import path from 'node:path';
import {z} from 'zod';

const verdict = z.enum(['allowed', 'blocked', 'undecided', 'not-applicable']);

const requirement = z.strictObject({
	verdict,
	/** The controls that must be named when the verdict is blocked. */
	blockedBy: z.array(z.string()).readonly(),
	why: z.string().min(20),
	/** Every verdict that is also right, the main one first. */
	accept: z.array(verdict).readonly().optional(),
	/** Controls that may be named in addition. */
	mayAlsoName: z.array(z.string()).readonly().optional(),
});

const expectation = z.looseObject({
	profile: z.literal('azure-dev-spaces'),
	inputs: z.looseObject({
		machines: z.array(z.string()).readonly(),
		dataplaneFqdn: z.string().optional(),
	}),
	requirements: z.record(z.string(), requirement),
	mustNot: z.array(z.string()).readonly(),
	planMust: z.array(z.string()).readonly(),
});

export type ExpectedRequirement = z.infer<typeof requirement>;
export type Expected = z.infer<typeof expectation>;

/** The ids of the profile `azure-dev-spaces`, in the order of the article. */
export const requirementIds = [
	'pull-images',
	'pull-charts-gcr',
	'pull-charts-storage',
	'backend',
	'public-ingress',
	'debug-ingress',
	'debug-egress',
	'space-routing',
	'ingress-to-spaces',
	'api-server-from-backend',
	'api-server-from-machines',
	'machine-backend',
	'pod-addresses',
	'cluster-support',
] as const;

/** Inputs and hand-made verdicts of a practice world. */
export function readExpected(name: string): Expected {
	return readExpectedFile(path.join(import.meta.dirname, name, 'expected.json'));
}

export function readExpectedFile(file: string): Expected {
	return expectation.parse(JSON.parse(readFileSync(file, 'utf8')));
}
