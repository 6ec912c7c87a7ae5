/**
 * The tests that are to notice faults in a folder. Only tests that are about it: a fault that golden files alone would notice is one that nobody can find. `without` are tests of it that take seconds and would be asked about nearly every fault.
 */
export const folders = {
	network: {tests: ['test/network'], without: ['test/network/hard-inputs.test.ts', 'test/network/z3-oracle.test.ts']},
	topology: {
		tests: ['test/topology', 'test/routing'],
		without: ['test/topology/decode/decode-topology.test.ts', 'test/topology/command-line.test.ts'],
	},
	routing: {tests: ['test/routing', 'test/controls']},
	controls: {tests: ['test/controls', 'test/routing']},
	plan: {tests: ['test/plan', 'test/worlds'], without: ['test/plan/least-change.property.test.ts']},
	apply: {tests: ['test/apply']},
	wizard: {tests: ['test/wizard']},
};
