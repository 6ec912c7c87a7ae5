import {z} from 'zod';
import {parseArmId} from '../topology/arm-id.js';
import type {ArmResource, JsonObject, KubeObject} from '../topology/world.js';
import type {Change, ChangeOf, ClassicCollections} from './change.js';
import {enumOf} from './enum-of.js';
import {isSameObject} from './kube-ref.js';
import type {Stored} from './stored.js';

/*
 * What a plan file or a journal may ask to be written. Both come from outside: whoever hands one over can compute its
 * digest again. So a change must name a resource of the kind it says, and nothing on the way there.
 */

/** Fields we do not know survive; a file holds nothing but JSON, which is all that the casts say. */
const json = z.looseObject({}) as unknown as z.ZodType<JsonObject>;

const resource = z.looseObject({
	id: z.string(),
	name: z.string(),
	type: z.string(),
	properties: z.looseObject({}),
}) as unknown as z.ZodType<ArmResource>;

const kubeObject = z.looseObject({
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

const clusterId = armIdOf('Microsoft.ContainerService/managedClusters');

const childTypes = {
	'rule-collection-group': armIdOf('Microsoft.Network/firewallPolicies/ruleCollectionGroups'),
	'security-rule': armIdOf('Microsoft.Network/networkSecurityGroups/securityRules'),
	route: armIdOf('Microsoft.Network/routeTables/routes'),
} as const satisfies Record<ChangeOf<'arm-child'>['type'], z.ZodType>;

const collections: z.ZodType<ClassicCollections> = z.object({
	natRuleCollections: z.array(json),
	networkRuleCollections: z.array(json),
	applicationRuleCollections: z.array(json),
});

/** One segment of a path, like all names in Kubernetes. */
const kubeName = z.string().regex(/^[A-Za-z\d](?:[-A-Za-z\d.]*[A-Za-z\d])?$/, 'is not the name of a Kubernetes object');

function kubeRef<const Kinds extends readonly [string, ...string[]]>(kinds: Kinds) {
	return z.object({
		apiVersion: z.string().regex(/^(?:[a-z\d](?:[a-z\d.-]*[a-z\d])?\/)?v\d[a-z\d]*$/, 'is not an API version'),
		kind: z.enum(kinds),
		namespace: kubeName.optional(),
		name: kubeName,
	});
}

const metadata = z.record(z.string(), z.string().nullable()).describe('null: not set');

const spelled = 'as the API spells it; null: not there';

/** Every kind of change: one that is new does not compile without its schema. */
const kinds = {
	'arm-child': z
		.object({
			kind: z.literal('arm-child'),
			type: enumOf<ChangeOf<'arm-child'>['type']>({'rule-collection-group': true, 'security-rule': true, route: true}),
			id: z.string(),
			before: resource.nullable().describe(spelled),
			after: resource.nullable().describe(spelled),
		})
		.refine(({type, id}) => childTypes[type].safeParse(id).success, {
			path: ['id'],
			message: 'is not the id of a resource of this type',
		}),
	'classic-collections': z.object({
		kind: z.literal('classic-collections'),
		firewall: armIdOf('Microsoft.Network/azureFirewalls'),
		before: collections,
		after: collections,
	}),
	'authorized-ranges': z.object({
		kind: z.literal('authorized-ranges'),
		cluster: clusterId,
		before: z.array(z.string()),
		after: z.array(z.string()),
	}),
	'kube-object': z
		.object({
			kind: z.literal('kube-object'),
			ref: kubeRef(['NetworkPolicy', 'CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']),
			before: kubeObject.nullable().describe(spelled),
			after: kubeObject.nullable().describe(spelled),
		})
		.refine(
			({ref, before, after}) =>
				[before, after].every(
					object => object === null || isSameObject(object, {...ref, namespace: ref.namespace ?? undefined}),
				),
			{path: ['ref'], message: 'does not name the object that stands beside it'},
		),
	'kube-metadata': z.object({
		kind: z.literal('kube-metadata'),
		ref: kubeRef(['Namespace', 'Service']),
		field: z.enum(['labels', 'annotations']),
		before: metadata,
		after: metadata,
	}),
} as const satisfies {readonly [Kind in Change['kind']]: z.ZodType<Stored<ChangeOf<Kind>>>};

type AnyKind = (typeof kinds)[keyof typeof kinds];

export const changeSchema = z
	// There is at least one kind; only the type forgets that.
	.discriminatedUnion('kind', Object.values(kinds) as [AnyKind, ...AnyKind[]])
	.describe('one write, with the state before and after it; its inverse is the same with both exchanged');
