import type {AddressSet} from '../../network/address-set.js';
import type {RangeEntry} from './parse-authorized-range.js';

/** Why the API server takes calls from some addresses, or does not. */
export type RangesGrounds =
	| {readonly kind: 'no-ranges'}
	| {readonly kind: 'inside'; readonly sources: AddressSet; readonly entries: readonly string[]}
	| {
			readonly kind: 'missing';
			readonly sources: AddressSet;
			/** Those of the sources that no entry holds. */
			readonly missing: AddressSet;
			readonly ranges: readonly string[];
	  }
	/** An entry that cannot be expanded, and may hold what no other does. */
	| {readonly kind: 'doubt'; readonly entry: RangeEntry}
	/** Which addresses the caller is seen with could not be read. */
	| {readonly kind: 'sources-unread'; readonly reason: string | undefined}
	| {readonly kind: 'cluster-unread'; readonly reason: string | undefined};
