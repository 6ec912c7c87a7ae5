import {placeLabel} from '../../routing/evaluation-order.js';
import type {Firewall} from '../../topology/firewall.js';
import type {FilterRule} from './grounds.js';

/** The rule by its place; no rule is the firewall's own default. */
export function labelOf(firewall: Firewall, origin: FilterRule | undefined): string {
	return origin === undefined ? 'default deny' : placeLabel(firewall, origin);
}
