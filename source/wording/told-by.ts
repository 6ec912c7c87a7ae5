import type {EffectiveRoute} from '../routing/effective-route.js';
import {armName} from '../topology/arm-id.js';

/** Who says that there is such a route, where no table does: `as interface aks-nic-1 shows`; empty for all others. */
export function toldBy({told}: EffectiveRoute): string {
	switch (told?.kind) {
		case undefined: {
			return '';
		}

		case 'interface': {
			return `as interface ${armName(told.interface)} shows`;
		}

		case 'gateway': {
			return `as gateway ${armName(told.teacher)} tells`;
		}

		case 'hub': {
			return `as virtual hub ${armName(told.teacher)} tells`;
		}
	}
}
