import type {SandboxContext} from '../context.js';
import type {JsonObject} from '../json.js';
import {objectAt, textAt} from '../json.js';
import {route, type SandboxService} from '../service.js';
import {guidFrom} from '../store.js';
import {page, refuse} from './arm-answers.js';
import {assertScopeExists, groupsOf, idOf, subscriptionsOf} from './scopes.js';

/** Microsoft.Resources: tenants, subscriptions, locations, resource groups, the generic list of resources. */
export function subscriptions(context: SandboxContext): SandboxService {
	const {store, identity, pageSize} = context;
	const describe = (id: string): JsonObject => describeSubscription(id, identity.tenant);
	return {
		routes: [
			route('GET', '/tenants', request =>
				page(
					request,
					[{id: `/tenants/${identity.tenant}`, tenantId: identity.tenant, displayName: 'Practice'}],
					pageSize,
				),
			),
			route('GET', '/subscriptions', request => page(request, subscriptionsOf(store).map(describe), pageSize)),
			route('GET', '/subscriptions/:subscription', (_request, {subscription}) => {
				assertScopeExists(store, subscription);
				return {status: 200, body: describe(subscription)};
			}),
			route('GET', '/subscriptions/:subscription/locations', (request, {subscription}) => {
				assertScopeExists(store, subscription);
				return page(request, locations(context, subscription), pageSize);
			}),
			route('GET', '/subscriptions/:subscription/providers', request => page(request, providers(), pageSize)),
			route('GET', '/subscriptions/:subscription/providers/:namespace', (_request, {namespace}) => ({
				status: 200,
				body: {namespace, registrationState: 'Registered', resourceTypes: []},
			})),
			route('GET', '/subscriptions/:subscription/resourceGroups', (request, {subscription}) => {
				assertScopeExists(store, subscription);
				const groups = groupsOf(store, subscription).map(group => describeGroup(context, subscription, group));
				return page(request, groups, pageSize);
			}),
			route('GET', '/subscriptions/:subscription/resourceGroups/:group', (_request, {subscription, group}) => {
				assertScopeExists(store, subscription, group);
				return {status: 200, body: describeGroup(context, subscription, group)};
			}),
			route('HEAD', '/subscriptions/:subscription/resourceGroups/:group', (_request, {subscription, group}) => {
				assertScopeExists(store, subscription, group);
				return {status: 204};
			}),
			route('GET', '/subscriptions/:subscription/resources', (request, {subscription}) => {
				assertScopeExists(store, subscription);
				return page(
					request,
					summaries(context, `/subscriptions/${subscription}/`, request.query.get('$filter')),
					pageSize,
				);
			}),
			route('GET', '/subscriptions/:subscription/resourceGroups/:group/resources', (request, {subscription, group}) => {
				assertScopeExists(store, subscription, group);
				const scope = `/subscriptions/${subscription}/resourceGroups/${group}/`;
				return page(request, summaries(context, scope, request.query.get('$filter')), pageSize);
			}),
		],
	};
}

function describeSubscription(id: string, tenant: string): JsonObject {
	return {
		id: `/subscriptions/${id}`,
		subscriptionId: id,
		tenantId: tenant,
		displayName: 'Practice',
		state: 'Enabled',
		authorizationSource: 'RoleBased',
		managedByTenants: [],
		subscriptionPolicies: {locationPlacementId: 'Public_2014-09-01', quotaId: 'Practice', spendingLimit: 'On'},
	};
}

function describeGroup({store}: SandboxContext, subscription: string, group: string): JsonObject {
	const id = `/subscriptions/${subscription}/resourceGroups/${group}`;
	const own = store.get('resources', id.toLowerCase());
	const name = groupsOf(store, subscription).find(known => known.toLowerCase() === group.toLowerCase()) ?? group;
	return (
		own ?? {
			id: `/subscriptions/${subscription}/resourceGroups/${name}`,
			name,
			type: 'Microsoft.Resources/resourceGroups',
			location: locationOf(
				store.all('resources').find(resource => idOf(resource).toLowerCase().startsWith(`${id.toLowerCase()}/`)),
			),
			properties: {provisioningState: 'Succeeded'},
		}
	);
}

function locations({store}: SandboxContext, subscription: string): readonly JsonObject[] {
	const names = new Set(
		store
			.all('resources')
			.map(locationOf)
			.filter(name => name !== ''),
	);
	return [...names].map(name => ({
		id: `/subscriptions/${subscription}/locations/${name}`,
		name,
		displayName: name,
		regionalDisplayName: name,
		metadata: {regionType: 'Physical'},
	}));
}

function providers(): readonly JsonObject[] {
	return ['Microsoft.ContainerService', 'Microsoft.Network', 'Microsoft.Compute', 'Microsoft.Authorization'].map(
		namespace => ({id: guidFrom(namespace), namespace, registrationState: 'Registered', resourceTypes: []}),
	);
}

/** The generic list knows names and types but no properties. Of its filter language only the type test is spoken. */
function summaries({store}: SandboxContext, scope: string, filter: string | null): readonly JsonObject[] {
	const wanted = /resourceType eq '([^']+)'/i.exec(filter ?? '')?.[1]?.toLowerCase();
	// az sends an empty one for none.
	if (filter !== null && filter !== '' && wanted === undefined) {
		throw refuse(400, 'InvalidFilterInQueryString', `Invalid $filter '${filter}' specified in the query string.`);
	}

	return store.all('resources').flatMap(resource => {
		const isIn = idOf(resource).toLowerCase().startsWith(scope.toLowerCase());
		const isTopLevel = textAt(resource, 'type').split('/').length === 2;
		return isIn && isTopLevel && (wanted === undefined || textAt(resource, 'type').toLowerCase() === wanted)
			? [summary(resource)]
			: [];
	});
}

function summary(resource: JsonObject): JsonObject {
	return {
		id: idOf(resource),
		name: textAt(resource, 'name'),
		type: textAt(resource, 'type'),
		location: locationOf(resource),
		tags: objectAt(resource, 'tags'),
	};
}

function locationOf(resource: JsonObject | undefined): string {
	return textAt(resource, 'location');
}
