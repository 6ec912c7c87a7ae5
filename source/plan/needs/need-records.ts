import type {NeedKind, NeedOf} from '../../controls/need.js';
import {rangesDrafter} from './authorized-ranges-change.js';
import {firewallDrafter} from './firewall-drafts.js';
import {kubeDrafter} from './kube-changes.js';
import type {Drafter, NeedRecord, Overridden} from './need-record.js';
import {routeDrafter} from './route-changes.js';
import {securityRuleDrafter} from './security-rule-changes.js';

/**
 * Every kind of need: one that is new does not compile before somebody takes it up. In the order in which changes are safe
 * to run: what only adds a way first (firewall, security rules), then what moves traffic (routes), then who may call the
 * API server, then policies inside the cluster.
 */
export const needRecords: NeedRecords = {
	'application-rule': {owner: 'azure-firewall', drafter: firewallDrafter, overrides: bypassed},
	'network-rule': {owner: 'azure-firewall', drafter: firewallDrafter, overrides: bypassed},
	'dnat-rule': {owner: 'azure-firewall', drafter: firewallDrafter, overrides: published},
	'security-rule': {owner: 'nsg', drafter: securityRuleDrafter, overrides: bypassed},
	route: {owner: 'route-table', drafter: routeDrafter, overrides: nothing},
	'authorized-range': {owner: undefined, drafter: rangesDrafter, overrides: nothing},
	'network-policy': {owner: undefined, drafter: kubeDrafter, overrides: nothing},
	'namespace-label': {owner: undefined, drafter: kubeDrafter, overrides: nothing},
	'service-annotation': {owner: undefined, drafter: kubeDrafter, overrides: nothing},
	advice: {owner: undefined, drafter: undefined, overrides: nothing},
};

type NeedRecords = {readonly [Kind in NeedKind]: NeedRecord<Kind>};

/** Who makes changes, in the order in which these are safe to run. */
export const drafters: readonly Drafter[] = [
	...new Set(Object.values(needRecords).flatMap(({drafter}) => drafter ?? [])),
];

export function overriddenBy<Kind extends NeedKind>(need: NeedOf<Kind>): Overridden | undefined {
	return needRecords[need.kind].overrides(need);
}

/** A need says so itself when it goes before a deny that somebody wrote for just this traffic. */
function bypassed({bypasses}: {readonly bypasses?: string}): Overridden | undefined {
	return bypasses === undefined ? undefined : {code: 'deny-bypassed', what: bypasses};
}

/** What publishes a service that somebody made internal on purpose. */
function published({publishes}: {readonly publishes?: string}): Overridden | undefined {
	return publishes === undefined ? undefined : {code: 'endpoint-published', what: publishes};
}

function nothing(): undefined {
	return undefined;
}
