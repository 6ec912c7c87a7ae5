import {z} from 'zod';
import {parseArmId} from '../../topology/arm-id.js';
import type {ArmResource, JsonObject, KubeObject} from '../../topology/world.js';

/*
 * The parts of changes in files. These come from outside, and whoever hands one over can compute its digest again. So a
 * change must name a resource of the kind it says, and nothing on the way there.
 */

/** Fields we do not know survive; a file holds nothing but JSON, which is all that the casts say. */
export const storedJson = z.looseObject({}) as unknown as z.ZodType<JsonObject>;

export const storedResource = z.looseObject({
	id: z.string(),
	name: z.string(),
	type: z.string(),
	properties: z.looseObject({}),
}) as unknown as z.ZodType<ArmResource>;

export const storedObject = z.looseObject({
	apiVersion: z.string(),
	kind: z.string(),
	metadata: z.looseObject({
		name: z.string(),
		namespace: z.string().optional(),
		labels: z.record(z.string(), z.string()).optional(),
		annotations: z.record(z.string(), z.string()).optional(),
	}),
}) as unknown as z.ZodType<KubeObject>;

/** The id of a resource of this type, in which no segment leads elsewhere. */
export function armIdOf(type: string) {
	return z
		.string()
		.refine(
			id => parseArmId(id)?.type.toLowerCase() === type.toLowerCase() && !/\/\.{1,2}(?:\/|$)|[\\?#]|\p{Cc}/u.test(id),
			`is not the id of a resource of type ${type}`,
		);
}

/** One segment of a path, like all names in Kubernetes. */
const kubeName = z.string().regex(/^[A-Za-z\d](?:[-A-Za-z\d.]*[A-Za-z\d])?$/, 'is not the name of a Kubernetes object');

export function storedRef<const Kinds extends readonly [string, ...string[]]>(kinds: Kinds) {
	return z.object({
		apiVersion: z.string().regex(/^(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?\/)?v\d[a-z\d]*$/, 'is not an API version'),
		kind: z.enum(kinds),
		namespace: kubeName.optional(),
		name: kubeName,
	});
}

export const spelled = 'as the API spells it; null: not there';
