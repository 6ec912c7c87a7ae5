/**
 * The tests that are to notice faults in a folder. Only tests that are about it: a fault that golden files alone would notice is one that nobody can find.
 */
export const folders = {
	network: {tests: ['test/network']},
	topology: {tests: ['test/topology', 'test/routing']},
	routing: {tests: ['test/routing', 'test/controls']},
	controls: {tests: ['test/controls', 'test/routing']},
	plan: {tests: ['test/plan', 'test/worlds']},
	apply: {tests: ['test/apply']},
	wizard: {tests: ['test/wizard']},
};
