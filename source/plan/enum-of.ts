import {z} from 'zod';

/** A schema for every member of a union of texts: one that is added to the type does not compile until it is here. */
export function enumOf<Member extends string>(members: Readonly<Record<Member, true>>) {
	// The keys of a record are its members; only the type forgets that.
	return z.enum(Object.keys(members) as [Member, ...Member[]]);
}
