import {type ArmId, parseArmId} from '../../topology/arm-id.js';
import type {CallOperation} from '../../topology/call-answers.js';
import type {JsonObject} from '../../topology/world.js';
import type {ListedType} from './network-operations.js';

/** Whom to ask for what stands in no resource; `table` is the route table of a hub. */
export type TellingCall = {readonly id: ArmId; readonly operation: CallOperation; readonly table?: ArmId};

/** What readers ask of Azure Resource Manager by name. */
export type ArmQuestion =
	| {
			readonly kind: 'cluster' | 'credentials' | 'resource' | 'rule-collection-groups' | 'usages' | 'admin-rules';
			readonly id: ArmId;
	  }
	| {readonly kind: 'clusters'; readonly subscription: string}
	| {
			readonly kind: 'list';
			readonly type: ListedType;
			readonly subscription: string;
			/** Undefined: the whole subscription. */
			readonly group: string | undefined;
	  }
	| {readonly kind: 'service-tags'; readonly subscription: string; readonly location: string}
	| {readonly kind: 'call'; readonly call: TellingCall};

type ArmCall = {
	readonly method: 'GET' | 'POST';
	/** Below the endpoint, percent-encoded, without a query. */
	readonly path: string;
	readonly body?: JsonObject;
};

/** The same question as the request that it is; a test holds that the SDK's clients send none but these. */
export function callOf(question: ArmQuestion): ArmCall {
	switch (question.kind) {
		case 'cluster':
		case 'resource': {
			return {method: 'GET', path: pathOf(question.id)};
		}

		case 'credentials': {
			return {method: 'POST', path: `${pathOf(question.id)}/listClusterUserCredential`};
		}

		case 'rule-collection-groups': {
			return {method: 'GET', path: `${pathOf(question.id)}/ruleCollectionGroups`};
		}

		case 'usages': {
			return {method: 'GET', path: `${pathOf(question.id)}/usages`};
		}

		case 'admin-rules': {
			return {method: 'POST', path: `${pathOf(question.id)}/listNetworkManagerEffectiveSecurityAdminRules`};
		}

		case 'clusters': {
			return {
				method: 'GET',
				path: pathOf(`/subscriptions/${question.subscription}/providers/Microsoft.ContainerService/managedClusters`),
			};
		}

		case 'list': {
			const {type, subscription, group} = question;
			const scope = `/subscriptions/${subscription}${group === undefined ? '' : `/resourceGroups/${group}`}`;
			return {method: 'GET', path: pathOf(`${scope}/providers/Microsoft.Network/${type}`)};
		}

		case 'service-tags': {
			const {subscription, location} = question;
			const scope = `/subscriptions/${subscription}/providers/Microsoft.Network/locations`;
			return {method: 'GET', path: `${pathOf(scope)}/${segment(location)}/serviceTags`};
		}

		case 'call': {
			const {id, operation, table} = question.call;
			const path = `${pathOf(id)}/${operation}`;
			return operation === 'effectiveRoutes'
				? {method: 'POST', path, body: hubTable(table ?? id)}
				: {method: 'POST', path};
		}
	}
}

/** What a hub is asked with. */
export function hubTable(resourceId: ArmId) {
	return {resourceId, virtualWanResourceType: 'RouteTable'};
}

/** Who is asked about a network or a policy is known by these three. */
export function partsOf(id: ArmId) {
	const {subscription = '', resourceGroup = '', name = ''} = parseArmId(id) ?? {};
	return {subscription, resourceGroup, name};
}

function pathOf(id: string): string {
	return id.split('/').map(segment).join('/');
}

/** As the SDK spells a name in an address (RFC 3986): more signs than JavaScript's own function are encoded. */
function segment(name: string): string {
	return encodeURIComponent(name).replaceAll(/[!'()*]/g, sign => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
