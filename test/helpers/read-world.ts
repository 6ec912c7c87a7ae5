import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {parseAllDocuments} from 'yaml';
import {type ArmKey, armKey, parseArmId} from '../../source/topology/arm-id.js';
import {absent, denied, type Known, known} from '../../source/topology/known.js';
import {
	type ArmResource,
	type Json,
	type JsonObject,
	type KubeObject,
	type KubeResource,
	kubeResources,
	type ServiceTag,
	type SubnetUsage,
	type World,
} from '../../source/topology/world.js';

/** The folder of a world that lies beside the project; undefined where it is absent, so that a test can skip and say so. */
export function sharedWorld(name: string): string | undefined {
	const folder = path.resolve(import.meta.dirname, '../../../shared/worlds', name, 'world');
	return existsSync(folder) ? folder : undefined;
}

/**
 * A world straight from its files, without the sandbox and the clients in between. It is what detection through the
 * sandbox is compared with, and what tests of the pure parts read.
 */
export function readWorldFolder(folder: string): World {
	const values = readdirSync(folder)
		.toSorted()
		.flatMap(file => parseFile(path.join(folder, file)));
	return worldOf(values);
}

/** The same from values: ARM resources, Kubernetes objects, usages and service tags in any order. */
export function worldOf(values: readonly Json[]): World {
	const found: Found = {resources: new Map(), usages: new Map(), told: new Map(), tags: [], objects: [], denied: []};
	for (const value of values) {
		sort(value, found);
	}

	hangChildrenIntoParents(found.resources);
	const resources = new Map<ArmKey, Known<ArmResource>>();
	for (const [key, resource] of found.resources) {
		const reason = found.denied.some(entry => [resource.id, resource.type].some(name => sameText(name, entry)));
		resources.set(key, reason ? denied(`You may not read ${resource.name}.`) : known(resource));
	}

	for (const entry of found.denied.filter(entry => entry.startsWith('/'))) {
		resources.set(armKey(entry), denied(`You may not read ${entry}.`));
	}

	const cluster = [...found.resources.values()].find(resource =>
		sameText(resource.type, 'Microsoft.ContainerService/managedClusters'),
	);
	return {
		cluster: cluster?.id,
		resources,
		usages: new Map([...found.usages].map(([key, rows]) => [key, known(rows)])),
		...(found.told.size > 0 ? {callAnswers: found.told} : {}),
		serviceTags: found.tags.length > 0 ? known(found.tags) : absent,
		objects: Object.fromEntries(
			kubeResources.map(resource => [
				resource,
				found.denied.some(entry => sameText(entry, resource))
					? denied(`You may not list ${resource}.`)
					: known(found.objects.filter(object => pluralOf(object) === resource)),
			]),
		) as Record<KubeResource, Known<readonly KubeObject[]>>,
	};
}

type Found = {
	readonly resources: Map<ArmKey, ArmResource>;
	readonly usages: Map<ArmKey, readonly SubnetUsage[]>;
	readonly told: Map<ArmKey, Known<readonly JsonObject[]>>;
	readonly tags: ServiceTag[];
	readonly objects: KubeObject[];
	readonly denied: string[];
};

function parseFile(file: string): readonly Json[] {
	const text = readFileSync(file, 'utf8');
	if (file.endsWith('.json')) {
		return [JSON.parse(text) as Json];
	}

	return /\.ya?ml$/.test(file) ? parseAllDocuments(text).map(document => document.toJS() as Json) : [];
}

function sort(value: Json, found: Found): void {
	if (Array.isArray(value)) {
		for (const item of value) {
			sort(item, found);
		}
	} else if (isObject(value)) {
		sortObject(value, found);
	}
}

function sortObject(value: JsonObject, found: Found): void {
	const {id, kind, apiVersion, items, values, properties, 'aksess:denied': deniedNames} = value;
	if (typeof apiVersion === 'string' && typeof kind === 'string') {
		if (Array.isArray(items)) {
			sort(items, found);
		} else {
			found.objects.push(value as KubeObject);
		}
	} else if (Array.isArray(values)) {
		found.tags.push(...(values as ServiceTag[]));
	} else if (typeof id === 'string' && isObject(properties)) {
		found.resources.set(armKey(id), asResource(value, id, properties));
	} else if (Array.isArray(value['value'])) {
		sort(value['value'], found);
	} else if (Array.isArray(deniedNames)) {
		found.denied.push(...deniedNames.filter(entry => typeof entry === 'string'));
	} else {
		sortUsages(value, found);
	}
}

function asResource(value: JsonObject, id: string, properties: JsonObject): ArmResource {
	const parts = parseArmId(id);
	const {name, type} = value;
	return {
		...value,
		id,
		name: typeof name === 'string' ? name : (parts?.name ?? id),
		type: typeof type === 'string' ? type : (parts?.type ?? ''),
		properties,
	};
}

function sortUsages(value: JsonObject, found: Found): void {
	for (const [key, answer] of Object.entries(value)) {
		const rows = isObject(answer) ? answer['value'] : answer;
		if (/\/(?:effectiveRouteTable|getLearnedRoutes|effectiveRoutes)$/i.test(key) && Array.isArray(rows)) {
			found.told.set(armKey(key), known(rows as JsonObject[]));
		} else if (key.startsWith('/') && Array.isArray(rows)) {
			found.usages.set(armKey(key), rows as SubnetUsage[]);
		}
	}
}

const childLists: Readonly<Record<string, string>> = {
	'microsoft.network/virtualnetworks/subnets': 'subnets',
	'microsoft.network/virtualnetworks/virtualnetworkpeerings': 'virtualNetworkPeerings',
	'microsoft.network/networksecuritygroups/securityrules': 'securityRules',
	'microsoft.network/routetables/routes': 'routes',
};

/** Children may stand alone in a world; Azure returns them inside their parents, too. */
function hangChildrenIntoParents(resources: Map<ArmKey, ArmResource>): void {
	for (const child of [...resources.values()]) {
		const {type = '', parent: parentId} = parseArmId(child.id) ?? {};
		const list = childLists[type.toLowerCase()];
		const parent = parentId === undefined ? undefined : resources.get(armKey(parentId));
		if (list !== undefined && parent !== undefined) {
			const present = parent.properties[list];
			const others = (Array.isArray(present) ? present : []).filter(
				(other: Json) => !(isObject(other) && typeof other['id'] === 'string' && sameText(other['id'], child.id)),
			);
			resources.set(armKey(parent.id), {...parent, properties: {...parent.properties, [list]: [...others, child]}});
		}
	}
}

function pluralOf(object: KubeObject): string {
	const kind = object.kind.toLowerCase();
	if (kind === 'networkpolicy' && object.apiVersion.includes('projectcalico.org')) {
		return 'networkpolicies.crd.projectcalico.org';
	}

	const plural = ['endpoints', 'serviceintentions'].includes(kind)
		? kind
		: kind.replace(/y$/, 'ie').replace(/s$/, 'se').concat('s');
	const qualified = `${plural}.${object.apiVersion.split('/')[0]}`;
	return kubeResources.some(resource => resource === qualified) ? qualified : plural;
}

function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sameText(a: string, b: string): boolean {
	return a.toLowerCase() === b.toLowerCase();
}
