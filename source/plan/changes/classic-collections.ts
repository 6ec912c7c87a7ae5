import {z} from 'zod';
import {armName} from '../../topology/arm-id.js';
import {objects} from '../../topology/json.js';
import type {Json, JsonObject} from '../../topology/world.js';
import {type ChangeOf, type ClassicCollections, classicLists} from '../change.js';
import type {ChangeRecord} from './change-record.js';
import {editProperties} from './edit-world.js';
import {exchange} from './exchange.js';
import {armIdOf, storedJson} from './stored-shapes.js';

const collections: z.ZodType<ClassicCollections> = z.object({
	natRuleCollections: z.array(storedJson),
	networkRuleCollections: z.array(storedJson),
	applicationRuleCollections: z.array(storedJson),
});

export const classicCollections = {
	schema: z.object({
		kind: z.literal('classic-collections'),
		firewall: armIdOf('Microsoft.Network/azureFirewalls'),
		before: collections,
		after: collections,
	}),
	id: ({firewall}) => `firewall/${armName(firewall)}`,
	title: ({firewall}) => `Write aksess's rule collections to firewall ${armName(firewall)}`,
	target: ({firewall}) => firewall,
	invert: exchange,
	onTopOf: (first, second) => ({
		...second,
		before: each(field => [...first.before[field], ...unnamed(second.before[field], first, field)]),
		after: each(field => [...second.after[field], ...unnamed(first.after[field], second, field)]),
	}),
	difference: ({before, after}) => ({before, after, emptyMatters: false}),
	danger: () => undefined,
	applyToWorld: (world, {firewall, before, after}) =>
		editProperties(world, firewall, properties => mergeCollections(properties, before, after)),
	basis: ({firewall}) => [firewall],
	stage: () => 'independent',
	lane: () => 'firewalls',
	mayLockOut: false,
	requiredActions: ({firewall}) => [{action: 'Microsoft.Network/azureFirewalls/write', scope: firewall}],
	// The write sends the whole firewall with the subnet and the addresses that it has.
	linkedActions: () => [
		'Microsoft.Network/virtualNetworks/subnets/join/action',
		'Microsoft.Network/publicIPAddresses/join/action',
	],
	kubeAccesses: () => [],
} as const satisfies ChangeRecord<'classic-collections'>;

/** Takes out what the change names before or after, and puts in what it names after; other people's stay as they are. */
export function mergeCollections(
	properties: JsonObject,
	before: ClassicCollections,
	after: ClassicCollections,
): JsonObject {
	const merged: Record<string, Json> = {};
	for (const field of classicLists) {
		const ours = new Set([...before[field], ...after[field]].map(collection => collection['name']));
		merged[field] = [
			...objects(properties, field).filter(collection => !ours.has(collection['name'])),
			...after[field],
		];
	}

	return {...properties, ...merged};
}

/** Collections that the other write does not speak of. */
function unnamed(
	collections: readonly JsonObject[],
	{before, after}: Pick<ChangeOf<'classic-collections'>, 'before' | 'after'>,
	field: (typeof classicLists)[number],
): readonly JsonObject[] {
	const names = new Set([...before[field], ...after[field]].map(({name}) => name));
	return collections.filter(({name}) => !names.has(name));
}

function each(listOf: (field: (typeof classicLists)[number]) => readonly JsonObject[]): ClassicCollections {
	const [nat, network, application] = classicLists;
	return {[nat]: listOf(nat), [network]: listOf(network), [application]: listOf(application)};
}
