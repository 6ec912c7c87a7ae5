import {armKey} from '../../topology/arm-id.js';
import {callActions, callOperations} from '../../topology/call-answers.js';
import {knownValue} from '../../topology/known.js';
import {isOfType, type Json, type JsonObject, kubeResources, type World} from '../../topology/world.js';
import {maskIds} from './mask-ids.js';
import {createTally, type Masked, type Tally} from './masked.js';
import {stripObject} from './strip-object.js';
import {stripAnswers, stripFields, stripResource} from './strip-resource.js';

/** What lies in the files of a world folder, by their names. */
export type WorldContent = ReadonlyMap<string, Json>;

export type Capture = {readonly content: WorldContent; readonly masked: Masked};

/** A world that means the same when it is read again: without secrets and, unless told, without ids. */
export function captureWorld(world: World, {mask = true}: {readonly mask?: boolean} = {}): Capture {
	const tally = createTally();
	const parts = partsOf(world, tally);
	const masked = mask ? maskIds([...parts.values()], tally) : (value: Json) => value;
	return {content: new Map([...parts].map(([name, part]) => [name, masked(part)])), masked: tally.counted()};
}

function partsOf(world: World, tally: Tally): WorldContent {
	const parts = new Map<string, Json>();
	const put = (name: string, content: Json | undefined): void => {
		if (content !== undefined && !(Array.isArray(content) && content.length === 0)) {
			parts.set(name, content);
		}
	};

	const stripped = (value: Json | undefined) => (value === undefined ? undefined : stripFields(value, tally));
	const resources = [...world.resources.values()]
		.flatMap(resource => knownValue(resource) ?? [])
		.map(resource => stripResource(resource, tally));
	const isCluster = (id: string): boolean => isOfType(id, 'Microsoft.ContainerService/managedClusters');
	put(
		'cluster.json',
		resources.find(({id}) => isCluster(id)),
	);
	put(
		'network.json',
		resources.filter(({id}) => !isCluster(id)),
	);
	put('usages.json', stripped(usagesOf(world)));
	put('admin-rules.json', stripped(adminRulesOf(world)));
	put('routes.json', routesOf(world, tally));
	const tags = knownValue(world.serviceTags);
	put('service-tags.json', stripped(tags && {values: tags}));
	put('access.json', deniedOf(world));
	for (const resource of kubeResources) {
		const items = knownValue(world.objects[resource])?.map(object => stripObject(object, tally)) ?? [];
		put(`${resource}.yaml`, items.length > 0 ? {apiVersion: 'v1', kind: 'List', items} : undefined);
	}

	return parts;
}

function usagesOf(world: World): JsonObject | undefined {
	const entries = [...world.usages].flatMap(([key, usage]) => {
		const rows = knownValue(usage);
		// The key is lower-cased; the rows, which stand here as they came, know how the network is spelled.
		const row = rows?.find(({id}) => typeof id === 'string');
		const id = row?.id.replace(/\/subnets\/[^/]+$/i, '') ?? key;
		return rows === undefined ? [] : [[id, {value: rows}] as const];
	});
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const adminRulesOperation = 'listNetworkManagerEffectiveSecurityAdminRules';

function adminRulesOf({adminRules = new Map(), resources}: World): JsonObject | undefined {
	const entries = [...adminRules].flatMap(([key, list]) => {
		const rules = knownValue(list);
		const id = knownValue(resources.get(key))?.id ?? key;
		return rules === undefined ? [] : [[`${id}/${adminRulesOperation}`, {value: rules}] as const];
	});
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** By the paths of the calls, spelled as the resources are that are there. */
function routesOf({callAnswers = new Map(), resources}: World, tally: Tally): JsonObject | undefined {
	const spelled = new Map([...resources].flatMap(([key, found]) => [[key, knownValue(found)?.id ?? key] as const]));
	const entries = [...callAnswers].flatMap(([key, answer]) => {
		const rows = knownValue(answer);
		const end = key.lastIndexOf('/');
		const id = spelled.get(armKey(key.slice(0, end))) ?? key.slice(0, end);
		const call =
			Object.values(callOperations).find(name => key.endsWith(`/${name.toLowerCase()}`)) ?? key.slice(end + 1);
		return rows === undefined ? [] : [[`${id}/${call}`, {value: stripAnswers(rows, tally)}] as const];
	});
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function deniedCalls({callAnswers = new Map()}: World): readonly string[] {
	const calls = [...callAnswers].flatMap(([key, answer]) => (answer.state === 'denied' ? [key] : []));
	return Object.entries(callActions).flatMap(([operation, action]) =>
		calls.some(key => key.endsWith(`/${operation.toLowerCase()}`)) ? [action] : [],
	);
}

/** What could not be read stays so: who reads the capture must not take it for absent. */
function deniedOf(world: World): JsonObject | undefined {
	const names = [
		...[...world.resources].flatMap(([key, resource]) => (resource.state === 'denied' ? [key] : [])),
		// A list may be denied while its members could be read one by one; denying the type would take those, too.
		...[...(world.unreadLists?.keys() ?? [])].filter(type => !hasKnown(world, type)),
		...([...world.usages.values()].some(usage => usage.state === 'denied')
			? ['Microsoft.Network/virtualNetworks/usages/read']
			: []),
		...([...(world.adminRules?.values() ?? [])].some(list => list.state === 'denied')
			? [`Microsoft.Network/virtualNetworks/${adminRulesOperation}/action`]
			: []),
		...deniedCalls(world),
		...(world.serviceTags.state === 'denied' ? ['Microsoft.Network/locations/serviceTags/read'] : []),
		...kubeResources.filter(resource => world.objects[resource].state === 'denied'),
	];
	return names.length > 0 ? {'aksess:denied': names} : undefined;
}

function hasKnown(world: World, type: string): boolean {
	return [...world.resources].some(([key, resource]) => resource.state === 'known' && isOfType(key, type));
}
