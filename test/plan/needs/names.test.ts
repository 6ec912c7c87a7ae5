import {expect, test} from 'vitest';
import {ownName} from '../../../source/plan/needs/names.js';

test.each([
	[['aks-claims', 'network'], 'aksess-aks-claims-network'],
	[['a b/c', 'd'], 'aksess-a-b-c-d'],
	[['a  //  b'], 'aksess-a-b'],
	[['dotted.name_1'], 'aksess-dotted.name_1'],
	[['ends in -.-'], 'aksess-ends-in'],
	[['cafés'], 'aksess-caf-s'],
	[['x'.repeat(100)], `aksess-${'x'.repeat(73)}`],
	// What ends in a hyphen only because it was cut is cut once more.
	[['x'.repeat(72), 'y'], `aksess-${'x'.repeat(72)}`],
])('of %o is %s', (parts, name) => {
	expect(ownName(...parts)).toBe(name);
	expect(name).toMatch(/^[\w.-]{1,79}\w$/);
});
