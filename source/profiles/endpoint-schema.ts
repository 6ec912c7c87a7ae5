import {z} from 'zod';
import {conditionsSchema} from './condition-schema.js';
import {id, labels, namePattern, objectName, resourceName, tagName, workloadName} from './field-schemas.js';

/** Which pods: every field that is given must fit. */
const podFields = {
	namespace: objectName.optional(),
	notNamespace: objectName.optional(),
	namespaceLabels: labels.optional(),
	labels: labels.optional(),
	name: objectName.optional(),
	/** The workload that owns them, by kind and name: `Deployment/web`. */
	workload: workloadName.optional(),
} as const;

const podSelector = z.strictObject(podFields);

const pods = z.strictObject({kind: z.literal('pods'), ...podFields});

/** Pods in spaces: in any of them, in those that have children, or in the children. */
const spacePods = z.strictObject({kind: z.literal('space-pods'), role: z.enum(['any', 'parent', 'child'])});

const addresses = z.strictObject({kind: z.literal('addresses'), set: id});

export const fromSchemas = [
	/** The nodes themselves: image pulls, kubelet. */
	z.strictObject({kind: z.literal('nodes')}),
	/** Nodes and pods, wherever they take their addresses from; network policies are asked for the selected pods. */
	z.strictObject({kind: z.literal('cluster'), pods: podSelector.optional()}),
	pods,
	spacePods,
	addresses,
	/** What is in one subnet of a network that was read, by its name; `network` where several networks have one of it. */
	z.strictObject({kind: z.literal('subnet'), name: resourceName, network: resourceName.optional()}),
	z.strictObject({kind: z.literal('internet')}),
	/** Developers' machines, `--machine`. */
	z.strictObject({kind: z.literal('machines')}),
	/** Calls from the API server to webhooks and aggregated APIs. */
	z.strictObject({kind: z.literal('api-server')}),
] as const;

const hosting = {
	/** Where the name's addresses may lie: outside every service tag, in the tag given, or nobody knows. */
	hosting: z.enum(['outside-azure', 'service-tag', 'unknown']),
	tag: tagName.optional(),
	/** The source says that the name is in the tag; without it only resolving the name can tell. */
	surely: z.literal(true).optional(),
} as const;

const when = {when: conditionsSchema.optional()} as const;

export const toSchemas = [
	/** One name; the parameter's answer is the exact one where `name` is only a pattern. */
	z.strictObject({kind: z.literal('name'), name: namePattern, parameter: id.optional(), ...hosting, ...when}),
	/** Each of these names. */
	z.strictObject({kind: z.literal('names'), names: z.array(namePattern).min(1).max(100), ...hosting, ...when}),
	/** Each registry of this form that images of running pods come from; the parameter's answer goes before them. */
	z.strictObject({
		kind: z.literal('image-registries'),
		name: namePattern,
		parameter: id.optional(),
		...hosting,
		...when,
	}),
	addresses.extend(when),
	pods.extend(when),
	spacePods.extend(when),
	/** A service of type LoadBalancer, by namespace or by one of several names and labels. */
	z.strictObject({
		kind: z.literal('service'),
		namespace: objectName.optional(),
		match: z
			.array(z.strictObject({name: objectName.optional(), labels: labels.optional()}))
			.min(1)
			.optional(),
		...when,
	}),
	/** Node ports and host ports: the nodes themselves. */
	z.strictObject({kind: z.literal('nodes'), ...when}),
	z.strictObject({kind: z.literal('api-server'), ...when}),
	/** So many more addresses in the subnet that pods take theirs from. */
	z.strictObject({kind: z.literal('pod-subnet'), count: z.int().min(1).max(65_536), ...when}),
	/** The workload does not work on private clusters. */
	z.strictObject({kind: z.literal('public-api-server'), ...when}),
] as const;

export const fromSchema = z.discriminatedUnion('kind', fromSchemas);

export const toSchema = z.discriminatedUnion('kind', toSchemas);

/** What can be asked for: from which kind to which kind, and what sort of flow that is. */
export const routes = {
	nodes: ['name', 'names', 'image-registries', 'addresses', 'api-server'],
	cluster: ['name', 'names', 'addresses', 'api-server'],
	pods: ['name', 'names', 'addresses', 'api-server', 'pods', 'space-pods'],
	'space-pods': ['name', 'names', 'addresses', 'api-server', 'pods', 'space-pods'],
	addresses: ['pods', 'space-pods', 'api-server', 'service', 'nodes'],
	subnet: ['name', 'names', 'addresses', 'pods', 'space-pods', 'service', 'nodes'],
	internet: ['service', 'nodes'],
	machines: ['name', 'names', 'api-server'],
	'api-server': ['pods', 'space-pods'],
	nothing: ['pod-subnet', 'public-api-server'],
} as const satisfies Record<string, readonly z.output<typeof toSchema>['kind'][]>;
