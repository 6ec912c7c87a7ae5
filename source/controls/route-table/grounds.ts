import type {EffectiveRoute} from '../../routing/effective-route.js';
import type {Toward} from '../../routing/way.js';
import type {ArmId} from '../../topology/arm-id.js';

/** Why packets get on from a subnet, or do not. */
export type RouteGrounds =
	| {
			readonly kind: 'route';
			readonly subnet: ArmId;
			readonly route: EffectiveRoute;
			/** How they leave, where Azure's own route to the internet decides. */
			readonly wayOut: WayOut | undefined;
			/** Firewalls near by that no route leads to. */
			readonly bystanders: readonly string[];
	  }
	/** Answers take a route; the question is whether it is the way that the requests came. */
	| {readonly kind: 'return'; readonly subnet: ArmId; readonly route: EffectiveRoute; readonly toward: Toward}
	| {readonly kind: 'unread'; readonly reason: string};

export type WayOut =
	| {readonly kind: 'nat-gateway'; readonly id: ArmId}
	/** A firewall's own subnet: it leaves by its public addresses. */
	| {readonly kind: 'firewall'; readonly name: string}
	| {readonly kind: 'outbound-type'; readonly type: string};
