import {parseArmId} from '../topology/arm-id.js';
import type {Topology} from '../topology/topology.js';

/** Kinds of resources that are in no row of the ledger, each once: whether they decide about packets nobody here knows. */
export function unknownKinds({unjudged}: Topology): readonly string[] {
	const kinds = new Set(unjudged.filter(({row}) => row === undefined).map(({id}) => parseArmId(id)?.type ?? id));
	return [...kinds].map(
		kind => `${kind} is not known to aksess, so whether it decides about packets is not said in any verdict.`,
	);
}
