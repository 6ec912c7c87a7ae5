import {isObject, type JsonObject, listAt, objectAt, objectsAt, textAt, withAt} from '../json.js';

/** A namespace carries its name as a label, whatever the client sent. */
export function withNamespaceName(object: JsonObject): JsonObject {
	const labels = objectAt(object, 'metadata', 'labels');
	const name = textAt(object, 'metadata', 'name');
	return textAt(object, 'kind') === 'Namespace'
		? withAt(object, ['metadata', 'labels'], {...labels, 'kubernetes.io/metadata.name': name})
		: object;
}

/** The fields that the API server fills in for objects that say nothing about them. */
export function withDefaults(object: JsonObject): JsonObject {
	// Calico and Antrea have kinds of this name, too, with other fields.
	const isPolicy =
		textAt(object, 'kind') === 'NetworkPolicy' && textAt(object, 'apiVersion') === 'networking.k8s.io/v1';
	return isPolicy && isObject(object['spec']) ? {...object, spec: policyDefaults(object['spec'])} : object;
}

function policyDefaults(spec: JsonObject): JsonObject {
	const types = listAt(spec, 'policyTypes');
	const implied = objectsAt(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
	return {
		...spec,
		podSelector: objectAt(spec, 'podSelector'),
		...(Array.isArray(spec['ingress']) && {ingress: objectsAt(spec, 'ingress').map(ruleDefaults)}),
		...(Array.isArray(spec['egress']) && {egress: objectsAt(spec, 'egress').map(ruleDefaults)}),
		policyTypes: types.length > 0 ? types : implied,
	};
}

function ruleDefaults(rule: JsonObject): JsonObject {
	return Array.isArray(rule['ports'])
		? {...rule, ports: objectsAt(rule, 'ports').map(port => ({...port, protocol: port['protocol'] ?? 'TCP'}))}
		: rule;
}
