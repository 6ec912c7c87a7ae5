import type {ArmId} from '../topology/arm-id.js';
import {canonicalJson} from '../topology/canonical-json.js';
import {isList, isObject} from '../topology/json.js';
import type {Known} from '../topology/known.js';
import {type Json, type KubeObject, resourceOf, type World} from '../topology/world.js';
import type {Change, KubeRef} from './change.js';
import {recordOf} from './changes/change-records.js';
import {findObject, kubePath} from './kube-ref.js';
import type {BasisEntry} from './plan.js';

/** The resources that the changes touch, with the version they had. Sorted and without repetition. */
export function basisOf(world: World, changes: readonly Change[]): readonly BasisEntry[] {
	const entries = new Map<string, BasisEntry>();
	for (const change of changes) {
		for (const read of recordOf(change).basis(change)) {
			const entry = entryOf(world, read);
			entries.set(entry.resource.toLowerCase(), entry);
		}
	}

	return [...entries.values()].toSorted((a, b) => (a.resource < b.resource ? -1 : 1));
}

/** What differs from the basis now; empty means the plan still fits. */
export function driftFrom(basis: readonly BasisEntry[], now: readonly BasisEntry[]): readonly BasisEntry[] {
	const current = new Map(now.map(entry => [entry.resource.toLowerCase(), entry.version]));
	return basis.filter(entry => current.get(entry.resource.toLowerCase()) !== entry.version);
}

function entryOf(world: World, read: ArmId | KubeRef): BasisEntry {
	return typeof read === 'string' ? armEntry(world, read) : kubeEntry(world, read);
}

function armEntry(world: World, id: ArmId): BasisEntry {
	return {resource: id, version: versionOf(resourceOf(world, id), resource => contentHash(resource.properties))};
}

function kubeEntry(world: World, ref: KubeRef): BasisEntry {
	const object = findObject(world, ref);
	return {resource: kubePath(ref), version: object === undefined ? 'absent' : exactHash(stable(object))};
}

function versionOf<T>(fact: Known<T>, version: (value: T) => string): string {
	return fact.state === 'known' ? version(fact.value) : fact.state;
}

/** Kubernetes changes resourceVersion and status all the time; what we plan on is labels, annotations and spec. */
function stable({metadata, spec}: KubeObject): Json {
	return {labels: metadata.labels ?? {}, annotations: metadata.annotations ?? {}, spec};
}

/**
 * What matters of an ARM resource, as a short hash. Not the etag: Azure changes it for reasons that do not concern a plan
 * (a node joined a subnet), and a plan would go stale on its own. Volatile fields are left out by name.
 */
export function contentHash(value: Json | undefined): string {
	return exactHash(lasting(value ?? null));
}

/**
 * Every field counts. For Kubernetes, where an empty selector is every pod, and where a label may be called `size`.
 */
export function exactHash(value: Json): string {
	return fingerprint(canonicalJson(value));
}

const volatile = new Set([
	'etag',
	'eTag',
	'provisioningState',
	'ipConfigurations',
	'networkInterfaces',
	'powerState',
	'count',
	'size',
]);

function lasting(value: Json): Json {
	if (isList(value)) {
		return value.map(lasting);
	}

	return isObject(value)
		? Object.fromEntries(
				Object.entries(value).flatMap(([key, item]) =>
					volatile.has(key) || isNothing(item) ? [] : [[key, lasting(item)] as const],
				),
			)
		: value;
}

/** Services drop and add empty fields as they like: absent, null, `{}` and `[]` mean the same. */
function isNothing(value: Json | undefined): value is null | undefined {
	return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** Two 32-bit FNV-1a lanes with different seeds: to notice change, not to resist an attacker. Fast on megabytes. */
function fingerprint(text: string): string {
	let low = 0x811c_9dc5;
	let high = 0xcbf2_9ce4;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		low = Math.imul(low ^ code, 0x0100_0193);
		high = Math.imul(high ^ code ^ (low >>> 15), 0x0100_0193);
	}

	return [high, low].map(lane => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}
