import {assertNever} from '../errors.js';
import type {Change} from '../plan/change.js';
import {kubeResourceOf} from '../plan/kube-ref.js';
import {type ArmId, parseArmId} from '../topology/arm-id.js';

/** A permission that a change takes, and where. */
export type RequiredAction = {readonly action: string; readonly scope: ArmId};

export type KubeAccess = {
	readonly verb: 'create' | 'patch' | 'delete';
	readonly group: string;
	readonly resource: string;
	readonly namespace: string | undefined;
	readonly name: string;
};

/** What the writes themselves need; undoing them needs the other verb as well. */
export function requiredActions(changes: readonly Change[]): readonly RequiredAction[] {
	return distinct(changes.flatMap(actionsOf));
}

/**
 * What a write may need beyond its own action because it names other resources. Nobody could try these with a real
 * principal (facts K), so they are in the role, and their absence stops nothing.
 */
export function linkedActions(changes: readonly Change[]): readonly string[] {
	return [...new Set(changes.flatMap(linkedOf))];
}

export function kubeAccesses(changes: readonly Change[]): readonly KubeAccess[] {
	return changes.flatMap(change => {
		if (change.kind !== 'kube-object' && change.kind !== 'kube-metadata') {
			return [];
		}

		const {apiVersion, kind, namespace, name} = change.ref;
		const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
		const access = {group, resource: kubeResourceOf(kind) ?? kind.toLowerCase(), namespace, name};
		if (change.kind === 'kube-metadata') {
			return [{...access, verb: 'patch' as const}];
		}

		// Server-side apply is a patch, and needs to create as well where nothing is there.
		const verbs = change.after === null ? (['delete'] as const) : (['patch', 'create'] as const);
		return verbs.filter(verb => verb !== 'create' || change.before === null).map(verb => ({...access, verb}));
	});
}

function actionsOf(change: Change): readonly RequiredAction[] {
	switch (change.kind) {
		case 'arm-child': {
			const {type = '', parent = change.id} = parseArmId(change.id) ?? {};
			return [{action: `${type}/${change.after === null ? 'delete' : 'write'}`, scope: parent}];
		}

		case 'classic-collections': {
			return [{action: 'Microsoft.Network/azureFirewalls/write', scope: change.firewall}];
		}

		case 'authorized-ranges': {
			return [{action: 'Microsoft.ContainerService/managedClusters/write', scope: change.cluster}];
		}

		case 'kube-object':
		case 'kube-metadata': {
			return [];
		}

		default: {
			return assertNever(change);
		}
	}
}

function linkedOf(change: Change): readonly string[] {
	switch (change.kind) {
		case 'classic-collections': {
			return [
				'Microsoft.Network/virtualNetworks/subnets/join/action',
				'Microsoft.Network/publicIPAddresses/join/action',
			];
		}

		// The write sends the whole cluster, and Azure checks every resource that it names (aks-service-permissions).
		case 'authorized-ranges': {
			return [
				'Microsoft.Network/virtualNetworks/subnets/join/action',
				'Microsoft.Network/publicIPAddresses/join/action',
				'Microsoft.Network/publicIPPrefixes/join/action',
				'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
				'Microsoft.OperationalInsights/workspaces/read',
				'Microsoft.OperationalInsights/workspaces/sharedkeys/read',
				'Microsoft.OperationsManagement/solutions/read',
				'Microsoft.OperationsManagement/solutions/write',
			];
		}

		case 'arm-child': {
			return JSON.stringify(change.after ?? {}).includes('/ipGroups/')
				? ['Microsoft.Network/ipGroups/join/action']
				: [];
		}

		case 'kube-object':
		case 'kube-metadata': {
			return ['Microsoft.ContainerService/managedClusters/listClusterUserCredential/action'];
		}

		default: {
			return assertNever(change);
		}
	}
}

function distinct(actions: readonly RequiredAction[]): readonly RequiredAction[] {
	return [...new Map(actions.map(item => [`${item.action} ${item.scope}`.toLowerCase(), item])).values()];
}
