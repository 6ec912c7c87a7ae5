import {UserError} from '../../../errors.js';
import {isObject, type Json, type JsonObject} from '../../json.js';
import {parseYaml} from '../../world/parse-yaml.js';
import {kubeEdits, objectAddress} from '../kube-edits.js';
import type {Edit, ObjectEdit} from '../proposal.js';
import {isUnreadValue, whyUnread} from '../unread-value.js';
import type {Edits} from './azurerm-edits.js';
import {networkPolicyObject} from './network-policy-object.js';
import type {PlannedResource} from './planned-resource.js';

/** Objects of a cluster: the providers hashicorp/kubernetes, gavinbunny/kubectl and alekc/kubectl. */
export function kubernetesEdits(file: string, {address, type, before, after}: PlannedResource): Edits {
	const objects = (values: JsonObject | undefined) => (values === undefined ? [] : objectsOf(type, values, address));
	if (!isRead(type)) {
		const decides =
			/^(?:helm_release|kubernetes_(?:namespace|pod|deployment|daemon_?set|stateful_?set|service|labels|ingress))/.test(
				type,
			);
		return {edits: [], unread: decides ? [`${address} (${file}): what ${type} changes is not judged.`] : []};
	}

	const [old, now] = [objects(before), objects(after)];
	if ((before !== undefined && old === undefined) || (after !== undefined && now === undefined)) {
		return {edits: [], unread: [`${address} (${file}): what it will be is known only after it was applied.`]};
	}

	const made = (now ?? []).flatMap(object => kubeEdits(file, address, object)).map(edit => at(edit, address));
	const names = new Set(made.map(({object}) => objectAddress(object)));
	const gone = (old ?? [])
		.flatMap(object => kubeEdits(file, address, object))
		.filter(({object}) => !names.has(objectAddress(object)))
		.map(edit => ({...at(edit, address), deleted: true}));
	return {edits: [...gone, ...made] satisfies readonly Edit[], unread: []};
}

function at(edit: ObjectEdit, address: string): ObjectEdit {
	return {...edit, origin: {...edit.origin, address}};
}

function isRead(type: string): boolean {
	return /^(?:kubernetes_network_policy(?:_v1)?|kubernetes_manifest|kubectl_manifest)$/.test(type);
}

/** Undefined where it is not told. */
function objectsOf(type: string, values: JsonObject, address: string): readonly JsonObject[] | undefined {
	if (type.startsWith('kubernetes_network_policy')) {
		return [networkPolicyObject(values)];
	}

	const manifest = type === 'kubernetes_manifest' ? values['manifest'] : yamlOf(values);
	if (isObject(manifest)) {
		return [withoutNulls(manifest)];
	}

	if (typeof manifest !== 'string' || isUnreadValue(manifest)) {
		return undefined;
	}

	return parseYaml(address, manifest).flatMap(parsed => {
		if ('broken' in parsed) {
			throw new UserError('usage', `${address}: its YAML cannot be read.`, {
				cause: parsed.broken,
				next: ['Run `terraform plan` again, and look at the resource there.'],
			});
		}

		return isObject(parsed.value) ? [parsed.value] : [];
	});
}

/** The provider calls every manifest sensitive; what it shows instead has its secrets taken out. */
function yamlOf(values: JsonObject): Json | undefined {
	const parsed = values['yaml_body_parsed'];
	return typeof parsed === 'string' && whyUnread(parsed) === undefined ? parsed : values['yaml_body'];
}

/** A manifest has a null for every field of its kind that is not set. */
function withoutNulls(value: JsonObject): JsonObject {
	const walk = (item: Json): Json => {
		if (Array.isArray(item)) {
			return item.map(walk);
		}

		return isObject(item) ? withoutNulls(item) : item;
	};
	return Object.fromEntries(
		Object.entries(value).flatMap(([key, item]): [string, Json][] =>
			item === null || item === undefined ? [] : [[key, walk(item)]],
		),
	);
}
