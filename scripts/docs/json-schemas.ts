import {z} from 'zod';
import {answersFile} from '../../source/commands/answers-file.js';
import {closedSchema, controlSchema, openedSchema, planSchema, verdictSchema} from '../../source/plan/plan-schema.js';

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
	leg: z.enum(['request', 'answer', 'probe']).describe('answers go back; probes ask whether a backend lives'),
	kind: z.string().describe('subnet, route, firewall and so on'),
	place: z.string().describe('what stands there, by name'),
	source: z.string().optional().describe('addresses as they look there'),
	destination: z.string().optional(),
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
	way: z.array(hop).describe('what the packets pass, in order'),
	trail: z.array(trailEntry).describe('every control on the way, also those that allow'),
	remarks: z.array(z.string()),
});

export const checkSchema = z
	.object({
		schemaVersion: z.literal(1),
		cluster: cluster.nullable().describe('null for a world without a cluster'),
		profiles: z.array(z.string()),
		summary: z.object({
			allowed: z.int().min(0),
			blocked: z.int().min(0),
			undecided: z.int().min(0),
			notApplicable: z.int().min(0),
		}),
		findings: z.array(finding),
		notes: z.array(z.string()).describe('about profiles as a whole'),
	})
	.describe('`aksess check --output json`');

export const explainSchema = z
	.object({schemaVersion: z.literal(1), cluster: cluster.nullable(), findings: z.array(finding).min(1)})
	.describe('`aksess explain FLOW --output json`');

/** As it stands in files: with a digest, which is of everything else. */
const planFileSchema = planSchema
	.extend({digest: z.string().optional().describe('in files only: a plan that was edited is refused')})
	.describe('`aksess plan --output json`, and the file that `aksess plan -o FILE` writes');

const connection = z.object({
	from: z.string().describe('namespace/pod, namespace/workload, or a CIDR block'),
	to: z.string(),
	allowed: z.array(z.object({protocol: z.enum(['TCP', 'UDP', 'SCTP']), ports: z.string()})),
	because: z
		.object({egress: z.string().optional(), ingress: z.string().optional()})
		.optional()
		.describe('only with --explain'),
});

export const reachSchema = z
	.object({
		schemaVersion: z.literal(1),
		connections: z.array(connection).describe('pairs without a connection, and ends with themselves, are left out'),
		undecided: z.array(connection).optional().describe('open or not, because of what is not modelled'),
	})
	.describe('`aksess reach --output json`');

const flowChange = z.object({
	flow: z.string(),
	before: z.union([verdictSchema, z.literal('absent')]),
	after: z.union([verdictSchema, z.literal('absent')]),
});

export const diffSchema = z
	.object({
		schemaVersion: z.literal(1),
		won: z.array(flowChange),
		lost: z.array(flowChange),
		changed: z.array(flowChange).describe('neither won nor lost: became certain or undecided, came or went'),
		opened: z.array(openedSchema),
		closed: z.array(closedSchema),
		undecided: z.array(z.string()),
	})
	.describe('`aksess diff BEFORE AFTER --output json`');

export const answersSchema = answersFile.describe('the file that `--answers` takes and `--save-answers` writes');

/** Every published schema by the name of its file. */
export const publishedSchemas = {
	check: checkSchema,
	explain: explainSchema,
	plan: planFileSchema,
	reach: reachSchema,
	diff: diffSchema,
	answers: answersSchema,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** The text of `docs/schema/NAME.schema.json`. */
export function schemaText(schema: z.ZodType): string {
	// `input` leaves objects open for fields of later releases; a strict object stays closed.
	return `${JSON.stringify(z.toJSONSchema(schema, {io: 'input'}), null, '\t')}\n`;
}
