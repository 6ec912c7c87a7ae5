import {z} from 'zod';
import type {ControlId} from '../controls/control-id.js';
import type {Verdict} from '../controls/verdict.js';
import {parseAddressExpression} from '../network/address-set.js';
import {changeSchema} from './change-schema.js';
import {armIdOf} from './changes/stored-shapes.js';
import {enumOf} from './enum-of.js';
import type {Danger, ExecutablePlan, Plan, PlanCase} from './plan.js';
import type {Stored} from './stored.js';

/**
 * The shape of a plan in JSON: what `aksess plan` prints and writes, and what `apply` and `script` take from whoever
 * hands one over. Fields may be added within a version, so those that are not known here are passed over.
 */

export const verdictSchema = enumOf<Verdict>({
	allowed: true,
	blocked: true,
	undecided: true,
	'not-applicable': true,
}).describe('undecided: something that decides could not be read or is not modelled');

export const controlSchema = enumOf<ControlId>({
	'private-cluster': true,
	'authorized-ranges': true,
	'network-policy': true,
	'security-admin': true,
	nsg: true,
	'route-table': true,
	'azure-firewall': true,
	'load-balancer': true,
	'node-addresses': true,
	'pod-dns': true,
	'private-endpoint': true,
	'http-proxy': true,
	'service-endpoint-policy': true,
	'not-modelled': true,
	'subnet-capacity': true,
	'this-machine': true,
});

const step = z.object({
	id: z.string().min(1).describe('`--without` takes it'),
	title: z.string(),
	reason: z.string(),
	control: controlSchema,
	flows: z.array(z.string()).describe('the flows it opens, alone or with other steps'),
	change: changeSchema,
	danger: z
		.object({
			code: enumOf<Danger['code']>({
				'range-removed': true,
				'ranges-first-set': true,
				'deny-bypassed': true,
				'endpoint-published': true,
				'rule-removed': true,
			}),
			warning: z.string(),
		})
		.optional(),
	after: z.array(z.string()).describe('ids of steps that must be done before'),
});

const place = {control: controlSchema, resource: z.string(), what: z.string()};

export const openedSchema = z.object({
	...place,
	wider: z
		.object({
			reason: z.string(),
			alternative: z.string().optional().describe('how to have it narrower'),
			witness: z.string().describe('one packet or name that nobody required'),
			forNames: z
				.object({
					names: z.array(z.string()),
					by: z.enum(['security groups', 'network rules', 'network policies']),
					open: z.string().describe('which addresses are open instead, and for whom'),
				})
				.optional()
				.describe('set where it is wider only because the control cannot match names'),
		})
		.optional()
		.describe('missing: all of it was required'),
});

export const closedSchema = z.object({...place, witness: z.string().describe('one packet or pair that is cut off')});

const allowEntry = z.object({
	device: z.string(),
	direction: z.enum(['outbound', 'inbound']),
	sources: z.array(z.string()),
	destinations: z.array(z.string()),
	protocol: z.enum(['tcp', 'udp', 'any']),
	ports: z.array(z.string()),
	purpose: z.string(),
});

const proof = z.object({
	won: z.array(z.string()).describe('flows blocked before and allowed after'),
	stillBlocked: z.array(z.object({flow: z.string(), verdict: verdictSchema, why: z.string()})),
	opened: z.array(openedSchema).describe('everything that becomes reachable'),
	closed: z.array(closedSchema).describe('everything that is cut off; empty in a plan worth applying'),
	undecided: z.array(z.string()).describe('what could neither be proved nor refuted'),
	summary: z.string(),
});

const address = z.string().refine(text => parseAddressExpression(text).ok, 'is not an address or a network');

export const planSchema = z.object({
	schemaVersion: z.literal(1),
	cluster: z.object({
		id: armIdOf('Microsoft.ContainerService/managedClusters').describe('ARM id'),
		name: z.string(),
		location: z.string(),
	}),
	profiles: z.array(z.string()),
	asked: z
		.record(z.string(), z.unknown())
		.optional()
		.describe('what was asked without a profile, as one (docs/profiles.md)'),
	answers: z.object({
		machines: z.array(address),
		parameters: z.record(z.string(), z.string()),
		dataplaneFqdn: z.string().nullable().optional().describe('older: the parameter dataplane-fqdn'),
		endpoint: z.string().nullable().optional().describe('older: the parameter endpoint'),
		choices: z.record(z.string(), z.string()),
	}),
	steps: z
		.array(step)
		.refine(steps => new Set(steps.map(({id}) => id)).size === steps.length, 'has two steps of one id')
		.describe('in the order in which they are applied'),
	choices: z.array(
		z.object({
			requirement: z.string(),
			control: controlSchema,
			taken: z.string().optional().describe('missing: nothing is done unless chosen by name'),
			options: z.array(z.object({id: z.string(), title: z.string(), opens: z.string(), onRequest: z.boolean()})),
		}),
	),
	advice: z.array(
		z.object({
			control: controlSchema,
			flows: z.array(z.string()),
			text: z.string(),
			commands: z.array(z.string()),
			allow: z.array(allowEntry).optional().describe("what a device that is not Azure's must let through"),
		}),
	),
	basis: z
		.array(z.object({resource: z.string(), version: z.string()}))
		.describe('what the plan was made from; a plan is stale when one of these has changed'),
	proof,
	before: z.array(z.object({flow: z.string(), requirement: z.string(), verdict: verdictSchema})),
}) satisfies z.ZodType<Stored<Plan>>;

/** What a journal holds of a plan: the case only where there is one. */
export const executablePlanSchema = planSchema.partial({
	choices: true,
	advice: true,
	proof: true,
	before: true,
}) satisfies z.ZodType<Stored<ExecutablePlan & Partial<PlanCase>>>;
