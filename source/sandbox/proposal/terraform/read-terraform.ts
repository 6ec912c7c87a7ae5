import {UserError} from '../../../errors.js';
import {at, isObject, type Json, type JsonObject, objectAt, objectsAt, textAt, textsAt} from '../../json.js';
import type {Proposal} from '../proposal.js';
import {moduleOf} from './address.js';
import {azapiEdits} from './azapi-edits.js';
import {azurermEdits, type Edits} from './azurerm-edits.js';
import {createConfiguration} from './configuration.js';
import {kubernetesEdits} from './kubernetes-edits.js';
import {holdsSensitive, markValues} from './mark-values.js';
import type {PlannedResource} from './planned-resource.js';
import {type ResourceIds, resourceIds} from './resource-ids.js';

/** Whether it is what `terraform show -json` prints, of a plan or of a state. */
export function isTerraform(value: JsonObject): boolean {
	return (
		typeof value['format_version'] === 'string' &&
		('terraform_version' in value || 'resource_changes' in value || 'values' in value)
	);
}

/**
 * The JSON of Terraform 0.12 and later, and of OpenTofu (developer.hashicorp.com/terraform/internals/json-format): of a
 * plan its `resource_changes`, of a state all that it holds, as what is to be.
 */
export function readTerraform(file: string, value: JsonObject): Proposal {
	assertReadable(file, value);
	const configuration = createConfiguration(objectAt(value, 'configuration'));
	const changes = objectsAt(value, 'resource_changes').filter(change => textAt(change, 'mode') !== 'data');
	const ids = resourceIds(
		[...changes.map(describeChange), ...resourcesIn(objectAt(value, 'prior_state', 'values', 'root_module'))],
		configuration,
	);
	const planned =
		'resource_changes' in value || !('values' in value)
			? changes.flatMap(change => plannedChange(change, ids))
			: resourcesIn(objectAt(value, 'values', 'root_module')).flatMap(resource => stateResource(resource, ids));
	const parts = planned.map(resource => editsOf(file, resource, ids));
	const deferred = objectsAt(value, 'deferred_changes').map(change => textAt(change, 'resource_change', 'address'));
	return {
		edits: parts.flatMap(({edits}) => edits),
		notes: [...(holdsSensitive(value) ? [aboutSecrets(file)] : []), ...parts.flatMap(({notes = []}) => notes)],
		unread: [
			...parts.flatMap(({unread}) => unread),
			...deferred.map(address => `${address} (${file}): Terraform has put it off to a later plan.`),
		],
	};
}

function editsOf(file: string, resource: PlannedResource, ids: ResourceIds): Edits {
	const {type} = resource;
	if (type.startsWith('azapi_')) {
		return azapiEdits(file, resource);
	}

	return type.startsWith('kubernetes_') || type.startsWith('kubectl_') || type.startsWith('helm_')
		? kubernetesEdits(file, resource)
		: azurermEdits(file, resource, ids);
}

function assertReadable(file: string, value: JsonObject): void {
	const version = textAt(value, 'format_version');
	if (!/^[01]\./.test(version)) {
		throw new UserError('usage', `${file} has version ${version} of Terraform's format, which is not known here.`, {
			next: ['Look for a newer aksess: `npm install -g aksess@latest`.'],
		});
	}

	if (value['errored'] === true) {
		throw new UserError('usage', `${file} is a plan that ended with an error, so a part of it is missing.`, {
			next: ['Run `terraform plan -out FILE` until it succeeds, then `terraform show -json FILE`.'],
		});
	}
}

function aboutSecrets(file: string): string {
	return `${file} holds values that Terraform marks as sensitive, in plain text: keep the file to yourself. None of them is used or shown here.`;
}

/** What is needed to give a resource its id: its names, also where it is not changed. */
function describeChange(change: JsonObject): JsonObject {
	const after = at(change, 'change', 'after');
	return {...change, values: isObject(after) ? after : objectAt(change, 'change', 'before')};
}

function plannedChange(change: JsonObject, ids: ResourceIds): readonly PlannedResource[] {
	const actions = textsAt(change, 'change', 'actions');
	if (!actions.some(action => ['create', 'update', 'delete'].includes(action))) {
		return [];
	}

	const mark = (side: 'before' | 'after') => {
		const values = at(change, 'change', side);
		const isGone = values === null || values === undefined;
		const address = textAt(change, 'address');
		return isGone
			? {values: undefined, computed: []}
			: markValues(isObject(values) ? values : {}, {
					address,
					sensitive: at(change, 'change', `${side}_sensitive`),
					unknown: side === 'after' ? at(change, 'change', 'after_unknown') : undefined,
					resolve: side === 'after' ? ids.resolverFor(change) : undefined,
				});
	};
	const [before, after] = [mark('before'), mark('after')];
	return [
		{
			...identityOf(change),
			before: before.values,
			after: after.values,
			isReplaced: actions.includes('create') && actions.includes('delete'),
			computed: after.computed,
			isSet: attribute => ids.isSet(change, attribute),
		},
	];
}

function stateResource(resource: JsonObject, ids: ResourceIds): readonly PlannedResource[] {
	if (textAt(resource, 'mode') === 'data') {
		return [];
	}

	const {values} = markValues(objectAt(resource, 'values'), {
		address: textAt(resource, 'address'),
		sensitive: at(resource, 'sensitive_values'),
		unknown: undefined,
		resolve: ids.resolverFor(resource),
	});
	return [
		{...identityOf(resource), before: undefined, after: values, isReplaced: false, computed: [], isSet: () => false},
	];
}

function identityOf(resource: JsonObject) {
	const index: Json | undefined = resource['index'];
	return {
		address: textAt(resource, 'address'),
		module: moduleOf(textAt(resource, 'address')),
		type: textAt(resource, 'type'),
		index,
	};
}

function resourcesIn(module: JsonObject): readonly JsonObject[] {
	return [...objectsAt(module, 'resources'), ...objectsAt(module, 'child_modules').flatMap(resourcesIn)];
}
