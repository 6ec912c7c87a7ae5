import {isObject, textMap} from '../../topology/json.js';
import type {ArmResource, Json, JsonObject, KubeObject} from '../../topology/world.js';

/**
 * What no verdict needs and nobody should hand on: credentials, keys, the people behind tags. A capture is sent to other
 * people, so what is not known to be harmless goes.
 */
const secretFields =
	/secret|password|passphrase|token|privatekey|connectionstring|^(?:kubeconfigs?|tags|systemData|linuxProfile|windowsProfile|addonProfiles|serviceAccountImagePullProfile)$/i;

export function stripResource(resource: ArmResource): ArmResource {
	// The fields that make a resource one are never among the secret ones.
	return stripFields(resource) as ArmResource;
}

function stripFields(value: Json): Json {
	if (Array.isArray(value)) {
		return value.map(stripFields);
	}

	if (!isObject(value)) {
		return value;
	}

	return Object.fromEntries(
		Object.entries(value).flatMap(([name, child]) =>
			secretFields.test(name) || child === undefined ? [] : [[name, stripFields(child)] as const],
		),
	);
}

/** Annotations that verdicts or people reading a capture look at; others, `last-applied-configuration` first, go. */
const keptAnnotations = /^(?:service\.beta\.kubernetes\.io|azds\.io|kubernetes\.azure\.com)\//;

export function stripObject(object: KubeObject): KubeObject {
	const {managedFields: _, annotations, ...metadata} = object.metadata as JsonObject;
	const kept = Object.entries(textMap(annotations)).filter(([name]) => keptAnnotations.test(name));
	return {
		...object,
		...(object.kind === 'Pod' ? stripPod(object) : hasTemplate(object) ? stripWorkload(object) : {}),
		metadata: {...metadata, ...(kept.length > 0 ? {annotations: Object.fromEntries(kept)} : {})},
	} as KubeObject;
}

/** Of a pod only its place in the network: environment, arguments and volumes may hold anything. */
function stripPod({spec, status}: KubeObject): JsonObject {
	return {
		spec: {
			...pick(spec, ['nodeName', 'hostNetwork']),
			...containersOf(spec, 'containers'),
			...containersOf(spec, 'initContainers'),
		},
		status: pick(status, ['phase', 'podIP', 'podIPs', 'hostIP']),
	};
}

function hasTemplate({spec}: KubeObject): boolean {
	return isObject(spec) && (isObject(spec['template']) || isObject(spec['jobTemplate']));
}

/** Of a workload only what its pods would be, by the same measure, and whether it starts any. */
function stripWorkload({spec, status}: KubeObject): JsonObject {
	return {
		spec: stripTemplates(spec),
		status: isObject(status) && Array.isArray(status['conditions']) ? pick(status, ['conditions']) : undefined,
	};
}

function stripTemplates(spec: Json | undefined): JsonObject {
	if (!isObject(spec)) {
		return {};
	}

	const {template, jobTemplate} = spec;
	return {
		...pick(spec, ['replicas', 'suspend']),
		...(isObject(template) ? {template: stripTemplate(template)} : {}),
		...(isObject(jobTemplate) ? {jobTemplate: {spec: stripTemplates(jobTemplate['spec'])}} : {}),
	};
}

function stripTemplate(template: JsonObject): JsonObject {
	const spec = template['spec'];
	const domain = isObject(spec) ? spec['domain'] : undefined;
	const devices = isObject(domain) ? domain['devices'] : undefined;
	return {
		metadata: pick(template['metadata'], ['labels']),
		spec: {
			...pick(spec, ['nodeName', 'hostNetwork', 'serviceAccountName']),
			...containersOf(spec, 'containers'),
			...containersOf(spec, 'initContainers'),
			...(isObject(devices) ? {domain: {devices: pick(devices, ['interfaces'])}} : {}),
		},
	};
}

function containersOf(spec: Json | undefined, name: string): JsonObject {
	const containers = isObject(spec) ? spec[name] : undefined;
	return Array.isArray(containers)
		? {[name]: containers.map((container: Json) => pick(container, ['name', 'image', 'ports', 'restartPolicy']))}
		: {};
}

function pick(value: Json | undefined, names: readonly string[]): JsonObject {
	return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name))) : {};
}
