import type {MachineProbe} from '../../topology/machine-probe.js';

/** What is known of a developer's machine: only trying tells. */
export type MachineGrounds =
	| {readonly kind: 'failed'; readonly probe: MachineProbe}
	| {readonly kind: 'reached'; readonly names: readonly string[]}
	| {readonly kind: 'not-tried'};
