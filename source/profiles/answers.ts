import type {AddressSet} from '../network/address-set.js';

/**
 * What nobody can read from Azure or the cluster and a person (or a flag) says instead. `undefined` means not answered,
 * which makes a verdict undecided where it matters; it never means "none".
 */
export type Answers = {
	/** Public addresses of developer machines, `--machine`; empty when none was given. */
	readonly machines: AddressSet;
	/** Parameters of a profile, by name: `ingress: traefik`. */
	readonly parameters: Readonly<Record<string, string>>;
};

export const noAnswers: Answers = {machines: [], parameters: {}};
