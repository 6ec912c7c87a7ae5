import {z} from 'zod';
import {formatAddresses, parseCidr} from '../../network/address-set.js';
import {difference, intervalSet} from '../../network/interval-set.js';
import {armKey, armName} from '../../topology/arm-id.js';
import {object} from '../../topology/json.js';
import type {Danger} from '../plan.js';
import type {ChangeRecord} from './change-record.js';
import {editProperties} from './edit-world.js';
import {exchange} from './exchange.js';
import {onTopOf} from './on-top-of.js';
import {armIdOf} from './stored-shapes.js';

export const authorizedRanges = {
	schema: z.object({
		kind: z.literal('authorized-ranges'),
		cluster: armIdOf('Microsoft.ContainerService/managedClusters'),
		before: z.array(z.string()),
		after: z.array(z.string()),
	}),
	id: ({cluster}) => `authorized-ranges/${armName(cluster)}`,
	title: ({cluster}) => `Extend the authorized IP ranges of ${armName(cluster)}`,
	target: ({cluster}) => cluster,
	invert: exchange,
	onTopOf,
	difference: ({before, after}) => ({before, after, emptyMatters: false}),
	danger: ({before, after}) => rangeDanger(before, after),
	applyToWorld: (world, {cluster, after}) =>
		editProperties(world, cluster, properties => ({
			...properties,
			apiServerAccessProfile: {...object(properties, 'apiServerAccessProfile'), authorizedIPRanges: after},
		})),
	basis: ({cluster}) => [cluster],
	stage: () => 'independent',
	lane: ({cluster}) => armKey(cluster),
	mayLockOut: true,
	requiredActions: ({cluster}) => [{action: 'Microsoft.ContainerService/managedClusters/write', scope: cluster}],
	// The write sends the whole cluster, and Azure checks every resource that it names (aks-service-permissions).
	linkedActions: () => [
		'Microsoft.Network/virtualNetworks/subnets/join/action',
		'Microsoft.Network/publicIPAddresses/join/action',
		'Microsoft.Network/publicIPPrefixes/join/action',
		'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
		'Microsoft.OperationalInsights/workspaces/read',
		'Microsoft.OperationalInsights/workspaces/sharedkeys/read',
		'Microsoft.OperationsManagement/solutions/read',
		'Microsoft.OperationsManagement/solutions/write',
	],
	kubeAccesses: () => [],
} as const satisfies ChangeRecord<'authorized-ranges'>;

/** What it does to callers that were let in before. */
function rangeDanger(before: readonly string[], after: readonly string[]): Danger | undefined {
	if (before.length === 0 && after.length > 0) {
		return {
			code: 'ranges-first-set',
			warning: 'The API server is open to every address now and will answer only these ranges.',
		};
	}

	const lost = difference(rangeSet(before), rangeSet(after));
	return lost.length === 0
		? undefined
		: {code: 'range-removed', warning: `The API server will no longer answer ${formatAddresses(lost)}.`};
}

/** `0.0.0.0/32` stands for the cluster's own egress and lets no address in by itself. */
function rangeSet(entries: readonly string[]) {
	return intervalSet(
		entries
			.filter(entry => entry !== '0.0.0.0/32')
			.flatMap(entry => {
				const result = parseCidr(entry);
				return result.ok ? result.value : [];
			}),
	);
}
