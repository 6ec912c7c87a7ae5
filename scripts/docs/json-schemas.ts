import {z} from 'zod';
import {closedSchema, controlSchema, openedSchema, planSchema, verdictSchema} from '../../source/plan/plan-schema.js';
import {answersFile} from '../../source/workflow/answers-file.js';

/**
 * The JSON that commands print and files hold, as others may rely on it. `docs/schema/*.schema.json` are written from
 * here. New fields may be added within a version, so the schemas admit fields they do not know.
 */

const cluster = z.object({
	id: z.string().describe('ARM id'),
	name: z.string(),
	location: z.string(),
});

const hop = z.object({
	leg: z
		.enum(['request', 'answer', 'probe', 'forward', 'lookup'])
		.describe(
			'answers go back; probes ask whether a backend lives; forward is from one node to a pod of another; lookup asks a DNS server for the name',
		),
	kind: z.string().describe('subnet, route, firewall and so on'),
	place: z.string().describe('what stands there, by name'),
	source: z.string().optional().describe('addresses as they look there'),
	destination: z.string().optional(),
	told: z
		.object({by: z.enum(['interface', 'gateway', 'hub']), resource: z.string()})
		.optional()
		.describe('who tells a route that stands in no table that was read'),
	perhaps: z.boolean().describe('only in some cases of what is not known'),
});

const trailEntry = z.object({
	control: z.union([controlSchema, z.literal('profile')]).describe('profile: the requirement binds to nothing here'),
	verdict: verdictSchema,
	resource: z.string().describe('what the rule stands in: an ARM id, namespace/name, or a machine'),
	rule: z.string().describe('the rule that decided, by its own name; default rules are named too'),
	why: z.string().describe('one sentence'),
	missing: z
		.object({datum: z.string(), command: z.string().describe('a command that would tell; never run by aksess')})
		.optional()
		.describe('only when undecided: what would have to be known'),
});

const finding = z.object({
	flow: z.string().describe('unique in the report; `aksess explain` takes it'),
	profile: z.string(),
	requirement: z.string().describe('the id in the profile; several flows may come from one requirement'),
	purpose: z.string().describe('what stops working without it'),
	from: z.string(),
	to: z.string(),
	protocol: z.string(),
	ports: z.string().describe('like 80,443 or 1-65535'),
	verdict: verdictSchema,
	confidence: z
		.enum(['inferred', 'optional', 'unverified'])
		.optional()
		.describe('how sure it is that this is needed; left out where it is required'),
	way: z.array(hop).describe('what the packets pass, in order'),
	trail: z.array(trailEntry).describe('every control on the way, also those that allow'),
	remarks: z.array(z.string()),
});

const missing = z.object({datum: z.string(), command: z.string()});

const unused = z
	.object({
		looked: z.int().min(0).describe('how many rules, ranges and policy entries were looked at'),
		rules: z.array(
			z.object({
				id: z.string().describe('what `plan --remove` takes'),
				control: controlSchema,
				resource: z.string().describe('an ARM id, or namespace/name of a policy'),
				rule: z.string(),
				verdict: z
					.enum(['unused', 'undecided'])
					.describe('undecided: a flow of which something was not read may need it'),
				closes: z.array(z.string()).describe('what would close if it alone went'),
				shadowedBy: z.array(z.string()).describe('where nothing would close: what decides the same packets'),
				wasFor: z
					.array(z.object({profile: z.string(), requirement: z.string(), since: z.string()}))
					.describe('retired needs it was for, with the date'),
				perhapsFor: z.array(z.object({flow: z.string(), missing: missing.optional()})),
				says: z.array(z.string()).describe('the same in sentences'),
			}),
		),
		bounds: z
			.array(z.object({why: z.string(), missing: missing.optional()}))
			.describe('what was not looked at, and may need some of them'),
	})
	.describe('only with --unused: what lets something through that none of the profiles needs');

const pods = {where: z.string().describe('the first pod that has it'), count: z.int().min(1).describe('how many pods')};

/** What tells that a workload is there. */
const evidence = z.discriminatedUnion('kind', [
	z.object({kind: z.literal('cluster'), name: z.string()}),
	z.object({kind: z.literal('fact'), fact: z.string(), values: z.array(z.string())}),
	z.object({kind: z.literal('image'), image: z.string(), ...pods}),
	z.object({kind: z.literal('pods'), labels: z.string(), ...pods}),
	z.object({kind: z.literal('namespace'), name: z.string()}),
	z.object({kind: z.literal('service'), where: z.string()}),
]);

const found = z.object({profile: z.string(), evidence: z.array(evidence).min(1)});

const unnamedRegistry = z.object({registry: z.string(), image: z.string(), where: z.string(), pods: z.int().min(1)});

export const checkSchema = z
	.object({
		schemaVersion: z.literal(1),
		cluster: cluster.nullable().describe('null for a world without a cluster'),
		profiles: z.array(z.string()),
		found: z.array(found).optional().describe('only without --profile: what tells that each of them is there'),
		unnamedRegistries: z
			.array(unnamedRegistry)
			.optional()
			.describe('likewise: where images come from that no profile names'),
		summary: z.object({
			allowed: z.int().min(0),
			blocked: z.int().min(0),
			undecided: z.int().min(0),
			notApplicable: z.int().min(0),
		}),
		findings: z.array(finding),
		unused: unused.optional(),
		notes: z.array(z.string()).describe('about profiles as a whole'),
	})
	.describe('`aksess check --output json`');

export const askSchema = checkSchema
	.omit({unused: true})
	.extend({plan: planSchema.nullable().describe('what would open what is not open; null where there is nothing to do')})
	.describe('`aksess ask FROM TO --output json`');

export const explainSchema = z
	.object({schemaVersion: z.literal(1), cluster: cluster.nullable(), findings: z.array(finding).min(1)})
	.describe('`aksess explain FLOW --output json`');

/** As it stands in files: with a digest, which is of everything else. */
const planFileSchema = planSchema
	.extend({digest: z.string().optional().describe('in files only: a plan that was edited is refused')})
	.describe('`aksess plan --output json`, and the file that `aksess plan -o FILE` writes');

const reachPorts = z.array(z.object({protocol: z.enum(['TCP', 'UDP', 'SCTP']), ports: z.string()}));

const reachEnds = {
	from: z
		.string()
		.describe('namespace/pod, namespace/workload, a CIDR block, or a name in braces for what was not read'),
	to: z.string(),
};

const connection = z.object({
	...reachEnds,
	allowed: reachPorts,
	because: z
		.object({egress: z.string().optional(), ingress: z.string().optional()})
		.optional()
		.describe('only with --explain'),
	about: z.string().optional().describe('what an end is, where its name does not tell'),
	doubts: z.array(z.string()).optional().describe('of an undecided connection: what is not modelled or was not read'),
});

const refusal = z.object({
	...reachEnds,
	from: z.string().describe('the same; addresses that are refused alike are one text, `0.0.0.0/0 except 20.0.0.0/8`'),
	refused: reachPorts.describe('what is asked for and not open'),
	partly: z.boolean().describe('other connections of the pair are open, or may be'),
	because: z.array(
		z.object({
			direction: z.enum(['ingress', 'egress']),
			isolatedBy: z.array(z.string()).describe('policies'),
			deniedBy: z.array(z.string()).describe('rules'),
			nearest: z
				.object({
					rule: z.string(),
					fails: z.array(z.enum(['peer', 'port', 'protocol'])),
					opens: z.string().describe('the ports that it opens'),
				})
				.optional()
				.describe('the allow rule that fits best'),
		}),
	),
});

const reachChange = z.object({...reachEnds, allowed: reachPorts});

export const reachDiffSchema = z
	.object({
		schemaVersion: z.literal(1),
		opened: z.array(reachChange),
		closed: z.array(reachChange),
		undecided: z.array(reachChange).describe('changed perhaps, because of what is not modelled'),
	})
	.describe('`aksess reach --diff OTHER --output json`');

export const policiesLintSchema = z
	.object({
		schemaVersion: z.literal(1),
		complaints: z.array(
			z.object({
				kind: z.enum([
					'selects-nothing',
					'peer-selects-nothing',
					'unknown-port-name',
					'port-name-clash',
					'service-port',
					'shadowed',
					'dns-forgotten',
					'cilium-difference',
				]),
				policy: z.string(),
				rule: z.string().optional().describe('`ingress[0]`; left out when it is about the whole policy'),
				message: z.string(),
				fix: z.string(),
			}),
		),
	})
	.describe('`aksess policies lint --output json`');

export const reachSchema = z
	.object({
		schemaVersion: z.literal(1),
		connections: z.array(connection).describe('pairs without a connection, and ends with themselves, are left out'),
		undecided: z.array(connection).optional().describe('open or not, because of what is not modelled'),
		refused: z.array(refusal).optional().describe('only with --explain'),
		notes: z.array(z.string()).optional().describe('what is not in the answer, and why'),
	})
	.describe('`aksess reach --output json`');

const origins = z
	.array(
		z.object({
			file: z.string().describe('as --change names it'),
			address: z.string().describe("Terraform's address, an ARM id, or the kind and name of an object"),
		}),
	)
	.optional()
	.describe('only with --change: where the change says it');

const flowChange = z.object({
	flow: z.string(),
	before: z.union([verdictSchema, z.literal('absent')]),
	after: z.union([verdictSchema, z.literal('absent')]),
	profile: z.string().optional().describe('this and the following: of the flow as it is afterwards'),
	purpose: z.string().optional(),
	route: z.string().optional().describe('who talks to whom on which ports'),
	because: z
		.array(z.object({resource: z.string(), rule: z.string(), why: z.string()}))
		.optional()
		.describe('what decides; left out where it is allowed'),
	at: origins,
});

export const diffSchema = z
	.object({
		schemaVersion: z.literal(1),
		won: z.array(flowChange),
		lost: z.array(flowChange),
		changed: z.array(flowChange).describe('neither won nor lost: became certain or undecided, came or went'),
		opened: z.array(openedSchema.extend({at: origins})),
		closed: z.array(closedSchema.extend({at: origins})),
		undecided: z.array(z.string()).describe('also what of a change could not be judged'),
	})
	.describe('`aksess diff BEFORE AFTER --output json`, and `aksess diff --change FILE --output json`');

export const answersSchema = answersFile.describe('the file that `--answers` takes and `--save-answers` writes');

/** Every published schema by the name of its file. */
export const publishedSchemas = {
	check: checkSchema,
	ask: askSchema,
	explain: explainSchema,
	plan: planFileSchema,
	reach: reachSchema,
	'reach-diff': reachDiffSchema,
	'policies-lint': policiesLintSchema,
	diff: diffSchema,
	answers: answersSchema,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** The text of `docs/schema/NAME.schema.json`. */
export function schemaText(schema: z.ZodType): string {
	// `input` leaves objects open for fields of later releases; a strict object stays closed.
	return `${JSON.stringify(z.toJSONSchema(schema, {io: 'input'}), null, '\t')}\n`;
}
