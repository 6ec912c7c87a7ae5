import {isObject, textMap} from '../../topology/json.js';
import type {Json, JsonObject, KubeObject} from '../../topology/world.js';
import type {Tally} from './masked.js';
import {stripDnsMap} from './strip-dns-map.js';
import {countedText} from './strip-resource.js';
import {mark, stripImage} from './strip-text.js';

/** Annotations that verdicts or people reading a capture look at; others, `last-applied-configuration` first, go. */
const keptAnnotations: ReadonlySet<string> = new Set([
	'kubernetes.azure.com/set-kube-service-host-fqdn',
	'service.beta.kubernetes.io/azure-allowed-ip-ranges',
	'service.beta.kubernetes.io/azure-allowed-service-tags',
	'service.beta.kubernetes.io/azure-disable-load-balancer-floating-ip',
	'service.beta.kubernetes.io/azure-load-balancer-internal',
	'service.beta.kubernetes.io/azure-load-balancer-internal-subnet',
	'service.beta.kubernetes.io/azure-load-balancer-ipv4',
	'service.beta.kubernetes.io/azure-pip-name',
	'service.beta.kubernetes.io/load-balancer-source-ranges',
]);

const metadataFields = [
	...['name', 'namespace', 'labels', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp'],
	'ownerReferences',
];

/**
 * Of an object its place in the network. Labels and selectors stay as they are whatever they are called: leaving one out
 * would change what a policy selects.
 */
export function stripObject(object: KubeObject, tally: Tally): KubeObject {
	const stripped = {...object, ...placeOf(object, tally), metadata: stripMetadata(object.metadata, tally)};
	return withoutSecrets(stripped, tally) as KubeObject;
}

function stripMetadata(value: Json | undefined, tally: Tally): JsonObject {
	const {annotations, ...metadata} = isObject(value) ? value : {};
	const all = Object.entries(textMap(annotations));
	const kept = all.filter(([name]) => keptAnnotations.has(name));
	tally.add('annotations', all.length - kept.length);
	return {
		...pick(metadata, metadataFields, tally),
		...(kept.length > 0 ? {annotations: Object.fromEntries(kept)} : {}),
	};
}

function placeOf(object: KubeObject, tally: Tally): JsonObject {
	switch (object.kind) {
		case 'Pod': {
			return podPlace(object, tally);
		}

		case 'Node': {
			return {
				spec: pick(object['spec'], ['podCIDR', 'podCIDRs', 'providerID', 'taints', 'unschedulable'], tally),
				status: pick(object['status'], ['addresses', 'allocatable', 'capacity', 'nodeInfo'], tally),
			};
		}

		case 'ConfigMap': {
			return stripDnsMap(object, tally);
		}

		case 'HTTPRoute':
		case 'GRPCRoute': {
			return {spec: routePlace(object['spec'], tally)};
		}

		default: {
			return hasTemplate(object) ? workloadPlace(object, tally) : {};
		}
	}
}

function podPlace({spec, status}: KubeObject, tally: Tally): JsonObject {
	return {
		spec: podSpec(spec, tally),
		status: pick(status, ['phase', 'podIP', 'podIPs', 'hostIP'], tally),
	};
}

/** Environment, arguments and volumes may hold anything. */
function podSpec(spec: Json | undefined, tally: Tally): JsonObject {
	const containers = ['containers', 'initContainers'];
	const kept = pick(
		spec,
		['nodeName', 'hostNetwork', 'serviceAccountName', 'dnsPolicy', 'dnsConfig', 'hostAliases', ...containers],
		tally,
	);
	return {
		...kept,
		...(kept['dnsConfig'] === undefined ? {} : {dnsConfig: pick(kept['dnsConfig'], ['nameservers'], tally)}),
		...Object.fromEntries(containers.flatMap(name => containersOf(spec, name, tally))),
	};
}

function hasTemplate({spec}: KubeObject): boolean {
	return isObject(spec) && (isObject(spec['template']) || isObject(spec['jobTemplate']));
}

/** Of a workload only what its pods would be, by the same measure, and whether it starts any. */
function workloadPlace({spec, status}: KubeObject, tally: Tally): JsonObject {
	const {conditions} = pick(status, ['conditions'], tally);
	const told = Array.isArray(conditions) ? (conditions as readonly Json[]) : [];
	return {
		spec: withTemplates(spec, tally),
		status: {conditions: told.map(condition => pick(condition, ['type', 'status'], tally))},
	};
}

function withTemplates(spec: Json | undefined, tally: Tally): JsonObject {
	const {template, jobTemplate} = isObject(spec) ? spec : {};
	return {
		...pick(spec, ['replicas', 'suspend', 'template', 'jobTemplate'], tally),
		...(isObject(template) ? {template: podTemplate(template, tally)} : {}),
		...(isObject(jobTemplate) ? {jobTemplate: {spec: withTemplates(jobTemplate['spec'], tally)}} : {}),
	};
}

/** The template of a virtual machine has its ports with its network cards. */
function podTemplate({metadata, spec}: JsonObject, tally: Tally): JsonObject {
	const domain = isObject(spec) ? spec['domain'] : undefined;
	const devices = isObject(domain) ? domain['devices'] : undefined;
	return {
		metadata: stripMetadata(metadata, tally),
		spec: {
			...podSpec(spec, tally),
			...(isObject(devices) ? {domain: {devices: pick(devices, ['interfaces'], tally)}} : {}),
		},
	};
}

/** Filters of a route set headers, where tokens stand. */
function routePlace(spec: Json | undefined, tally: Tally): JsonObject {
	const {rules} = isObject(spec) ? spec : {};
	const reference = ['group', 'kind', 'name', 'namespace', 'port', 'weight'];
	return {
		...pick(spec, ['hostnames', 'parentRefs', 'rules'], tally),
		...(Array.isArray(rules)
			? {
					rules: (rules as readonly Json[]).map(rule => {
						const {backendRefs, ...kept} = pick(rule, ['backendRefs'], tally);
						return Array.isArray(backendRefs)
							? {...kept, backendRefs: (backendRefs as readonly Json[]).map(entry => pick(entry, reference, tally))}
							: kept;
					}),
				}
			: {}),
	};
}

function containersOf(spec: Json | undefined, name: string, tally: Tally): readonly (readonly [string, Json])[] {
	const containers = isObject(spec) ? spec[name] : undefined;
	return Array.isArray(containers)
		? [
				[
					name,
					(containers as readonly Json[]).map(container => {
						const kept = pick(container, ['name', 'image', 'ports', 'restartPolicy'], tally);
						return typeof kept['image'] === 'string' ? {...kept, image: countedImage(kept['image'], tally)} : kept;
					}),
				],
			]
		: [];
}

function countedImage(image: string, tally: Tally): string {
	const stripped = stripImage(image);
	if (stripped !== image) {
		tally.add('texts');
	}

	return stripped;
}

/** Every text, and what Cilium's rules for HTTP compare headers with: tokens stand there. */
function withoutSecrets(value: Json, tally: Tally): Json {
	if (typeof value === 'string') {
		return countedText(value, tally);
	}

	if (Array.isArray(value)) {
		return (value as readonly Json[]).map(item => withoutSecrets(item, tally));
	}

	return isObject(value)
		? Object.fromEntries(
				Object.entries(value).map(([name, child = null]) => [
					name,
					withoutSecrets(Array.isArray(child) ? withoutHeaderValues(name, child, tally) : child, tally),
				]),
			)
		: value;
}

function withoutHeaderValues(name: string, headers: readonly Json[], tally: Tally): Json {
	if (name !== 'headers' && name !== 'headerMatches') {
		return headers;
	}

	return headers.map(header => {
		const masked =
			typeof header === 'string'
				? header.replace(/^([^:\s]+)[:\s].*$/s, `$1: ${mark}`)
				: isObject(header) && 'value' in header
					? {...header, value: mark}
					: header;
		if (masked !== header) {
			tally.add('texts');
		}

		return masked;
	});
}

function pick(value: Json | undefined, names: readonly string[], tally: Tally): JsonObject {
	const entries = isObject(value) ? Object.entries(value) : [];
	const kept = entries.filter(([name]) => names.includes(name));
	tally.add('fields', entries.length - kept.length);
	return Object.fromEntries(kept);
}
