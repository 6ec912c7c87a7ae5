import {isObject, type JsonObject, objectAt, textAt} from '../json.js';
import type {Store} from '../store.js';
import {withDefaults, withNamespaceName} from './defaults.js';
import {apiVersionOf, type Kind} from './kinds.js';
import {networkPolicyCauses} from './network-policy-validation.js';
import {badRequest, type Cause, invalid, refuse} from './status.js';
import {pruned, unknownFields} from './unknown-fields.js';

export type Admitted = {readonly object: JsonObject; readonly warnings: readonly string[]};

/** Everything between what a client sends and what is stored: decoding, defaults, validation. */
export function admit(kind: Kind, sent: JsonObject, strictness: string | null, labelsNamespaces: boolean): Admitted {
	const name = textAt(sent, 'metadata', 'name');
	assertKind(kind, sent);
	const unknown = unknownFields(kind, sent);
	if (unknown.length > 0 && strictness === 'Strict') {
		const list = unknown.map(field => `unknown field "${field}"`).join(', ');
		throw badRequest(
			`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${list}`,
		);
	}

	const defaulted = withDefaults(pruned(kind, sent));
	const object = labelsNamespaces ? withNamespaceName(defaulted) : defaulted;
	const causes = [
		...nameCauses(name),
		...labelCauses(objectAt(object, 'metadata', 'labels')),
		...(kind.kind === 'NetworkPolicy' && kind.group === 'networking.k8s.io' ? networkPolicyCauses(object) : []),
	];
	if (causes.length > 0) {
		throw invalid(kind, name, causes);
	}

	const warnings = strictness === 'Ignore' ? [] : unknown.map(field => `unknown field "${field}"`);
	return {object, warnings};
}

/** Apply decodes against the schema before anything else, and says so in its own way. */
export function assertTyped(kind: Kind, config: JsonObject): void {
	const [unknown] = unknownFields(kind, config);
	if (unknown !== undefined) {
		const name = [textAt(config, 'metadata', 'namespace'), textAt(config, 'metadata', 'name')]
			.filter(Boolean)
			.join('/');
		throw refuse(
			500,
			'',
			`failed to create typed patch object (${name}; ${apiVersionOf(kind)}, Kind=${kind.kind}): .${unknown}: field not declared in schema`,
		);
	}
}

export function assertNamespaceExists(store: Store, kind: Kind, namespace: string): void {
	if (kind.namespaced && store.get('objects', `/namespaces//${namespace}`) === undefined) {
		throw refuse(404, 'NotFound', `namespaces "${namespace}" not found`, {name: namespace, kind: 'namespaces'});
	}
}

function assertKind(kind: Kind, sent: JsonObject): void {
	const [version, sentKind] = [textAt(sent, 'apiVersion'), textAt(sent, 'kind')];
	if (version !== apiVersionOf(kind) || sentKind !== kind.kind) {
		throw badRequest(
			`the API version in the data (${version}, Kind=${sentKind}) does not match the expected API version (${apiVersionOf(kind)}, Kind=${kind.kind})`,
		);
	}

	if (sent['spec'] !== undefined && !isObject(sent['spec'])) {
		throw badRequest(
			`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: json: cannot unmarshal into Go struct field ${kind.kind}.spec`,
		);
	}
}

const nameAdvice =
	"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

function nameCauses(name: string): readonly Cause[] {
	if (name === '') {
		return [
			{
				reason: 'FieldValueRequired',
				field: 'metadata.name',
				message: 'Required value: name or generateName is required',
			},
		];
	}

	const isName = name.length <= 253 && /^[a-z\d]([-a-z\d]*[a-z\d])?(\.[a-z\d]([-a-z\d]*[a-z\d])?)*$/.test(name);
	return isName ? [] : [{field: 'metadata.name', message: `Invalid value: ${JSON.stringify(name)}: ${nameAdvice}`}];
}

function labelCauses(labels: JsonObject): readonly Cause[] {
	return Object.entries(labels).flatMap(([key, value]) => {
		const isValue = typeof value === 'string' && /^(?:[A-Za-z\d](?:[\w.-]{0,61}[A-Za-z\d])?)?$/.test(value);
		const isKey = /^(?:[a-z\d.-]{1,253}\/)?[A-Za-z\d](?:[\w.-]{0,61}[A-Za-z\d])?$/.test(key);
		return isKey && isValue
			? []
			: [
					{
						field: 'metadata.labels',
						message: `Invalid value: ${JSON.stringify(isKey ? value : key)}: a valid label must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character`,
					},
				];
	});
}
