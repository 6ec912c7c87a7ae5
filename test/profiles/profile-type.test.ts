import {expect, test} from 'vitest';
import type {z} from 'zod';
import type {Profile} from '../../source/profiles/profile.js';
import type {profileSchema} from '../../source/profiles/profile-schema.js';

/** A type without what does not matter here: who is readonly, and whether something is an intersection. */
type Flat<Type> = Type extends object ? {readonly [Key in keyof Type]: Flat<Type[Key]>} : Type;

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

test('the type of a profile has the fields that its schema reads, no more and no less', () => {
	// Decided by the compiler: a field that one of them lacks, optional or not, makes this false.
	const same: Same<Flat<z.output<typeof profileSchema>>, Flat<Profile>> = true;
	const other: Same<Flat<z.output<typeof profileSchema>>, Flat<Omit<Profile, 'spaces'>>> = false;

	expect([same, other]).toEqual([true, false]);
});
