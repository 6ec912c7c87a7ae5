import {z} from 'zod';
import {refuseWrongTest} from './condition-schema.js';
import {id, labels, objectName, word} from './field-schemas.js';

/** An image without tag and digest, registry first; `*` for any run of characters: `ghcr.io/kedacore/*`. */
const imagePattern = z
	.string()
	.max(255)
	.regex(
		/^[a-z0-9*][a-z0-9.*-]*(?::\d+)?(?:\/[a-z0-9._*-]+)+$/,
		'is not an image; write its registry, too, and no tag: `docker.io/library/traefik`, `ghcr.io/kedacore/*`.',
	);

/** What tells that a workload is there. Each of a list is enough by itself. */
export const signSchemas = [
	/** There is a cluster at all. */
	z.strictObject({kind: z.literal('cluster')}),
	/** Something about the cluster, in the words of conditions: `{kind: fact, fact: feature, in: [azure-policy]}`. */
	z
		.strictObject({
			kind: z.literal('fact'),
			fact: id,
			in: z.array(word).min(1).optional(),
			not: z.array(word).min(1).optional(),
		})
		.superRefine(refuseWrongTest),
	z.strictObject({kind: z.literal('image'), image: imagePattern}),
	z.strictObject({
		kind: z.literal('pods'),
		namespace: objectName.optional(),
		labels,
	}),
	z.strictObject({kind: z.literal('namespace'), name: objectName}),
	z
		.strictObject({
			kind: z.literal('service'),
			namespace: objectName.optional(),
			name: objectName.optional(),
			labels: labels.optional(),
		})
		.refine(({name, labels}) => name !== undefined || labels !== undefined, {
			message: 'A service is told by its `name` or its `labels`.',
		}),
] as const;

export const signSchema = z.discriminatedUnion('kind', signSchemas);
