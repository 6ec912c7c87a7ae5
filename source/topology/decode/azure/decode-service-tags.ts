import type {AddressSet} from '../../../network/address-set.js';
import {text, texts} from '../../json.js';
import {rememberByObject} from '../../remember-by-object.js';
import type {ServiceTag} from '../../world.js';
import {parsePrefixes} from './parse-addresses.js';

/** The IPv4 prefixes of each service tag, by its lower-cased name. */
export const decodeServiceTags = rememberByObject(
	(tags: readonly ServiceTag[]): ReadonlyMap<string, AddressSet> =>
		new Map(
			tags.flatMap(tag => {
				const name = text(tag, 'name');
				return name === undefined
					? []
					: [[name.toLowerCase(), parsePrefixes(texts(tag, 'properties', 'addressPrefixes'))] as const];
			}),
		),
);
