import type {Pod} from '../topology/kubernetes.js';

/** Speakers that look a name up in the same way. */
export type Party = {
	readonly id: string;
	readonly pods: readonly Pod[];
	/** They go elsewhere than the network would lead them, so that what is judged of others says nothing of them. */
	readonly goesApart: boolean;
};

/** A station of a way, for those who come by on it: what is judged of one party is another thing than of the other. */
export function stationOf(station: string, party: Party | undefined): string {
	return party?.goesApart === true ? `${station} ${party.id}` : station;
}
