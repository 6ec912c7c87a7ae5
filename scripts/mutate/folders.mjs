/**
 * What a folder is to reach: the share of faults that its own tests notice, in percent (docs/testing.md), and which tests
 * those are. Only tests that are about it: a fault that golden files alone would notice is one that nobody can find. `without`
 * are tests of it that take seconds and would be asked about nearly every fault.
 */
export const folders = {
	network: {
		score: 80,
		tests: ['test/network'],
		without: ['test/network/hard-inputs.test.ts', 'test/network/z3-oracle.test.ts'],
	},
	topology: {
		score: 80,
		tests: ['test/topology', 'test/routing'],
		without: ['test/topology/decode/decode-topology.test.ts', 'test/topology/command-line.test.ts'],
	},
	routing: {score: 80, tests: ['test/routing', 'test/controls']},
	controls: {score: 80, tests: ['test/controls', 'test/routing']},
	plan: {score: 85, tests: ['test/plan', 'test/worlds'], without: ['test/plan/least-change.property.test.ts']},
	apply: {score: 85, tests: ['test/apply']},
	wizard: {score: 75, tests: ['test/wizard']},
};
