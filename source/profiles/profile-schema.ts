import {z} from 'zod';
import {conditionsSchema} from './condition-schema.js';
import {fromSchema, routes, toSchema} from './endpoint-schema.js';
import {
	addressExpression,
	cited,
	date,
	evidence,
	id,
	namePattern,
	portsField,
	printableText,
	sentence,
	tagName,
	word,
} from './field-schemas.js';
import {signSchema} from './sign-schema.js';

const statusSchema = z.discriminatedUnion('state', [
	z.strictObject({state: z.literal('current'), ...cited}),
	/** Shown with everything the profile says: nobody should prepare a network for a service that is gone. */
	z.strictObject({state: z.literal('retired'), since: date, text: sentence, ...cited}),
]);

const choice = z.strictObject({value: word, title: sentence});

/** A JSON file in the home folder, and the field of it, whatever the case of its letters. */
const homeFile = z.strictObject({
	path: z
		.string()
		.max(200)
		.regex(
			/^(?!.*\.\.)[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*\.json$/,
			'is no path in the home folder, like .azds/settings.json.',
		),
	field: word,
});

const parameterSchema = z.discriminatedUnion('kind', [
	z.strictObject({
		kind: z.literal('choice'),
		title: sentence,
		question: sentence,
		choices: z.array(choice).min(2).max(20),
		default: word.optional(),
		/** Taken as long as nobody answers, and a doubt in everything that depends on it; instead of a `default`. */
		assumed: word.optional(),
	}),
	z.strictObject({
		kind: z.literal('name'),
		title: sentence,
		question: sentence,
		/** What an answer must fit. */
		pattern: namePattern,
		/** Where a client of the workload leaves the answer on the machine of who uses it. */
		file: homeFile.optional(),
	}),
]);

/** Something that a resource of the cluster's group says which names the cluster. */
const factSchema = z.strictObject({
	type: z.string().regex(/^[A-Za-z]+(?:\.[A-Za-z]+)+\/[A-Za-z]+$/, 'is no type, like Microsoft.DevSpaces/controllers.'),
	apiVersion: z.string().regex(/^\d{4}-\d\d-\d\d(?:-preview)?$/, 'is no api-version, like 2019-04-01.'),
	/** The property that holds the cluster's id. */
	cluster: word,
	/** The property that says it, and what it may say, in lower case. */
	property: word,
	values: z.array(word).min(1).max(20),
});

const addressesField = z.array(addressExpression).min(1).max(5000);

const region = z.string().regex(/^[A-Za-z0-9]+$/, 'is not a region name, like EastUS.');

const addressSetSchema = z
	.strictObject({
		title: sentence,
		/** The service tag that holds them; what the world's own tag list says goes before everything here. */
		tag: tagName.optional(),
		/** For sets without a region. */
		addresses: addressesField.optional(),
		/** The tag as it was when the profile was written, for worlds without a tag list. */
		tagCopy: z.strictObject({source: sentence, date, regions: z.record(region, addressesField)}).optional(),
		/** A list that somebody published beside the tag; used only where the tag says nothing, and compared with it. */
		published: z
			.strictObject({
				title: sentence,
				source: sentence,
				withdrawn: date.optional(),
				regions: z.record(region, z.strictObject({date, commit: word, addresses: addressesField})),
			})
			.optional(),
		...evidence,
	})
	.refine(set => set.tag !== undefined || set.addresses !== undefined || set.published !== undefined, {
		message: 'An address set needs a `tag`, `addresses` or a `published` list.',
	});

const noteSchema = z.strictObject({when: conditionsSchema.optional(), text: sentence});

const listed = <Schema extends z.ZodType>(schema: Schema) =>
	z.preprocess((value: unknown) => (Array.isArray(value) ? value : [value]), z.array(schema).min(1).max(10));

type Sure = {readonly confidence: string; readonly feature?: string | undefined; readonly since?: string | undefined};

/** Who reads that something is optional or gone wants to know at once what it costs, or since when. */
function refuseHalfConfidence({confidence, feature, since}: Sure, context: z.RefinementCtx): void {
	if ((confidence === 'optional') !== (feature !== undefined)) {
		const message = 'A `feature` is named exactly when `confidence` is optional: it is what is lost.';
		context.addIssue({code: 'custom', path: ['feature'], message});
	}

	if ((confidence === 'retired') !== (since !== undefined)) {
		const message = 'A date `since` is given exactly when `confidence` is retired.';
		context.addIssue({code: 'custom', path: ['since'], message});
	}
}

const requirementSchema = z
	.strictObject({
		id,
		title: sentence,
		purpose: sentence,
		...evidence,
		/** Further pages that the row rests on. */
		also: z.array(z.strictObject(cited)).min(1).max(5).optional(),
		/** What is lost without something optional. */
		feature: sentence.optional(),
		/** Since when something is retired. */
		since: date.optional(),
		when: conditionsSchema.default([]),
		from: fromSchema.optional(),
		/** One, or alternatives: the first whose conditions hold and that is found in the cluster. */
		to: listed(toSchema),
		/** Between pods: the way back can be opened by the other side too. */
		bothWays: z.boolean().default(false),
		protocol: z.enum(['tcp', 'udp']).default('tcp'),
		ports: portsField.optional(),
		notes: z.array(noteSchema).max(20).default([]),
	})
	.superRefine((requirement, context) => {
		const {from, to, ports, bothWays} = requirement;
		refuseHalfConfidence(requirement, context);
		const allowed: readonly string[] = routes[from?.kind ?? 'nothing'];
		for (const [index, {kind}] of to.entries()) {
			if (!allowed.includes(kind)) {
				const start = from === undefined ? 'Without `from`' : `From ${from.kind}`;
				const message = `${start} a requirement leads to ${allowed.join(', ')}; ${kind} does not go with it.`;
				context.addIssue({code: 'custom', path: ['to', index, 'kind'], message});
			}
		}

		const toPods = to.every(({kind}) => kind === 'pods' || kind === 'space-pods');
		if (from !== undefined && ports === undefined) {
			context.addIssue({code: 'custom', message: 'The requirement does not say its `ports`.'});
		}

		if (ports === 'declared' && !toPods) {
			context.addIssue({code: 'custom', path: ['ports'], message: 'Only pods declare ports; say which ones here.'});
		}

		if (bothWays && !(toPods && (from?.kind === 'pods' || from?.kind === 'space-pods'))) {
			context.addIssue({code: 'custom', path: ['bothWays'], message: 'Only flows between pods go both ways.'});
		}
	});

export const profileFields = z.strictObject({
	schemaVersion: z.literal(1),
	name: id,
	title: sentence,
	description: sentence,
	status: statusSchema,
	/** Other profiles, by name or by path from this file; their rows count as rows of this one. */
	includes: z.array(printableText).max(20).default([]),
	/** What tells that the workload is on a cluster; each sign is enough. Without any it is checked when asked for only. */
	detect: z.array(signSchema).max(30).default([]),
	/** The editions of the text the requirements were taken from; the parameter `revision` chooses between them. */
	revisions: z.array(z.strictObject({id: word, title: sentence, ...cited})).default([]),
	parameters: z.record(id, parameterSchema).default({}),
	/** What conditions and `detect` may ask beside the facts of every cluster. */
	facts: z.record(id, factSchema).default({}),
	/** How namespaces become spaces that route to each other. */
	spaces: z.strictObject({label: word, value: word, parentLabel: word}).optional(),
	addressSets: z.record(id, addressSetSchema).default({}),
	notes: z.array(sentence).max(20).default([]),
	requirements: z.array(requirementSchema).max(200).default([]),
});

export const profileSchema = profileFields.superRefine(({requirements, includes}, context) => {
	if (requirements.length === 0 && includes.length === 0) {
		const message = 'There is nothing required here, neither by `requirements` nor by `includes`.';
		context.addIssue({code: 'custom', path: ['requirements'], message});
	}
});
