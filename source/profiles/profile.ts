import type {z} from 'zod';
import type {profileSchema} from './profile-schema.js';

type DeepReadonly<T> = T extends object ? {readonly [Key in keyof T]: DeepReadonly<T[Key]>} : T;

/** What a workload needs to reach and to be reached by, as data (docs/profiles.md). */
export type Profile = DeepReadonly<z.output<typeof profileSchema>>;

export type Requirement = Profile['requirements'][number];

export type RequirementFrom = NonNullable<Requirement['from']>;

export type RequirementTo = Requirement['to'][number];

/** One kind of the vocabulary: `To<'service'>`. */
export type To<Kind extends RequirementTo['kind']> = Extract<RequirementTo, {kind: Kind}>;

export type From<Kind extends RequirementFrom['kind']> = Extract<RequirementFrom, {kind: Kind}>;

export type Conditions = Requirement['when'];

export type Condition = Conditions[number];

export type Parameter = Profile['parameters'][string];

export type AddressSource = Profile['addressSets'][string];

/** What tells that a workload is there. */
export type Sign = Profile['detect'][number];
