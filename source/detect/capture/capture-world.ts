import {stringify} from 'yaml';
import {knownValue} from '../../topology/known.js';
import {isOfType, type Json, type JsonObject, kubeResources, type World} from '../../topology/world.js';
import {maskIds} from './mask-ids.js';
import {stripObject, stripResource} from './strip-secrets.js';

/** Files by name, in the format of a world folder. */
export type WorldFiles = ReadonlyMap<string, string>;

/** A world as files that mean the same when they are read again: without secrets and, unless told, without ids. */
export function captureWorld(world: World, {mask = true}: {readonly mask?: boolean} = {}): WorldFiles {
	const parts = partsOf(world);
	const masked = mask ? maskIds([...parts.values()].map(part => part.content)) : (value: Json) => value;
	return new Map(
		[...parts].map(([name, {content, format}]) => {
			const value = masked(content);
			return [
				name,
				format === 'yaml' ? stringify(value, {version: '1.1'}) : `${JSON.stringify(value, undefined, '\t')}\n`,
			];
		}),
	);
}

type Part = {readonly content: Json; readonly format: 'json' | 'yaml'};

function partsOf(world: World): ReadonlyMap<string, Part> {
	const parts = new Map<string, Part>();
	const put = (name: string, content: Json | undefined): void => {
		if (content !== undefined && !(Array.isArray(content) && content.length === 0)) {
			parts.set(name, {content, format: name.endsWith('.yaml') ? 'yaml' : 'json'});
		}
	};

	const resources = [...world.resources.values()].flatMap(resource => knownValue(resource) ?? []).map(stripResource);
	const isCluster = (id: string): boolean => isOfType(id, 'Microsoft.ContainerService/managedClusters');
	put(
		'cluster.json',
		resources.find(({id}) => isCluster(id)),
	);
	put(
		'network.json',
		resources.filter(({id}) => !isCluster(id)),
	);
	put('usages.json', usagesOf(world));
	const tags = knownValue(world.serviceTags);
	put('service-tags.json', tags === undefined ? undefined : {values: tags});
	put('access.json', deniedOf(world));
	for (const resource of kubeResources) {
		const items = knownValue(world.objects[resource])?.map(stripObject) ?? [];
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

/** What could not be read stays so: who reads the capture must not take it for absent. */
function deniedOf(world: World): JsonObject | undefined {
	const names = [
		...[...world.resources].flatMap(([key, resource]) => (resource.state === 'denied' ? [key] : [])),
		// A list may be denied while its members could be read one by one; denying the type would take those, too.
		...[...(world.unreadLists?.keys() ?? [])].filter(type => !hasKnown(world, type)),
		...([...world.usages.values()].some(usage => usage.state === 'denied')
			? ['Microsoft.Network/virtualNetworks/usages/read']
			: []),
		...(world.serviceTags.state === 'denied' ? ['Microsoft.Network/locations/serviceTags/read'] : []),
		...kubeResources.filter(resource => world.objects[resource].state === 'denied'),
	];
	return names.length > 0 ? {'aksess:denied': names} : undefined;
}

function hasKnown(world: World, type: string): boolean {
	return [...world.resources].some(([key, resource]) => resource.state === 'known' && isOfType(key, type));
}
