import {expect} from 'vitest';
import type {Change} from '../../source/plan/change.js';
import {kubeResourceOf} from '../../source/plan/kube-ref.js';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import type {ArmResource, JsonObject, KubeObject} from '../../source/topology/world.js';
import {ask} from '../sandbox/clients.js';

/** How somebody leaves the part of the network that a change is about: as before, as after, or as nobody planned. */
export type Left = 'before' | 'after' | 'otherwise';

/** Somebody else writes what a change is about, past aksess and past its scripts. */
export async function changeByHand(sandbox: Sandbox, change: Change, left: Left): Promise<void> {
	switch (change.kind) {
		case 'arm-child': {
			const url = `${change.id}?api-version=2025-05-01`;
			const resource = left === 'otherwise' ? otherResource(change.after ?? change.before) : change[left];
			return write(sandbox, url, resource);
		}

		case 'authorized-ranges': {
			const url = `${change.cluster}?api-version=2025-10-01`;
			const {body} = await ask(sandbox, 'GET', url);
			const ranges = left === 'otherwise' ? [...change.before, '52.9.9.9/32'] : change[left];
			const {apiServerAccessProfile} = body.properties;
			return write(sandbox, url, {
				...body,
				properties: {
					...body.properties,
					apiServerAccessProfile: {...apiServerAccessProfile, authorizedIPRanges: ranges},
				},
			});
		}

		case 'classic-collections': {
			const url = `${change.firewall}?api-version=2025-05-01`;
			const {body} = await ask(sandbox, 'GET', url);
			const own = left === 'otherwise' ? otherCollections(change.after) : change[left];
			const names = collectionNames(change.before, change.after);
			const properties = Object.fromEntries(
				Object.entries(own).map(([kind, collections]) => [
					kind,
					[...body.properties[kind].filter(({name}: {name: string}) => !names.includes(name)), ...collections],
				]),
			);
			return write(sandbox, url, {...body, properties: {...body.properties, ...properties}});
		}

		case 'kube-object': {
			const {apiVersion, kind, namespace, name} = change.ref;
			const object = left === 'otherwise' ? otherObject(change.after ?? change.before) : change[left];
			const url = `/apis/${apiVersion}/namespaces/${namespace}/${kubeResourceOf(kind)}/${name}`;
			await ask(sandbox, 'DELETE', url);
			return object === null ? undefined : write(sandbox, url.slice(0, url.lastIndexOf('/')), object, 'POST');
		}

		case 'kube-metadata': {
			throw new Error('No practice world has such a step.');
		}
	}
}

async function write(sandbox: Sandbox, url: string, body: JsonObject | null, method = 'PUT'): Promise<void> {
	const {status, body: answer} = await ask(
		sandbox,
		body === null ? 'DELETE' : method,
		url,
		body === null ? {} : {body},
	);
	expect([200, 201, 202, 204], JSON.stringify(answer)).toContain(status);
}

function otherResource(resource: ArmResource | null): JsonObject | null {
	if (resource === null) {
		return null;
	}

	const {name, properties} = resource;
	const changed =
		'nextHopType' in properties
			? {nextHopType: 'None', nextHopIpAddress: undefined}
			: 'access' in properties
				? {access: 'Deny'}
				: {priority: Number(properties['priority']) + 1};
	return {name, properties: {...properties, ...changed}};
}

function otherObject(object: KubeObject | null): KubeObject | null {
	return object === null
		? null
		: {...object, spec: {podSelector: {matchLabels: {drifted: 'yes'}}, policyTypes: ['Ingress']}};
}

type Collections = Extract<Change, {kind: 'classic-collections'}>['after'];

function otherCollections(collections: Collections): Collections {
	const changed = (list: Collections['natRuleCollections']) =>
		list.map(collection => ({
			...collection,
			properties: {...(collection['properties'] as JsonObject), priority: 3001},
		}));
	return {
		natRuleCollections: changed(collections.natRuleCollections),
		networkRuleCollections: changed(collections.networkRuleCollections),
		applicationRuleCollections: changed(collections.applicationRuleCollections),
	};
}

function collectionNames(...sides: readonly Collections[]): readonly unknown[] {
	return sides.flatMap(side => Object.values(side).flatMap(list => list.map(({name}) => name)));
}
