import type {ArmId} from '../../topology/arm-id.js';
import type {ServiceEndpointPolicy} from '../../topology/service-endpoint-policy.js';

/** What the policies of a subnet say of storage that is called over its service endpoint. */
export type EndpointPolicyGrounds = {readonly subnet: ArmId; readonly policies: readonly ArmId[]} & (
	| AccountJudged
	| {readonly kind: 'unread'; readonly policy: ArmId; readonly reason: string}
);

export type AccountJudged =
	| {readonly kind: 'listed'; readonly account: string; readonly policy: ServiceEndpointPolicy}
	| {readonly kind: 'not-listed'; readonly account: string}
	/** Groups, subscriptions or aliases are listed, in which the account may be. */
	| {readonly kind: 'perhaps-listed'; readonly account: string; readonly scopes: readonly string[]}
	/** The flow does not say which account is meant: a wildcard, or addresses. */
	| {readonly kind: 'unknown-account'}
	/** No policy of the subnet lists anything; whether that denies all no document says. */
	| {readonly kind: 'says-nothing'};
