import {expect, test} from 'vitest';
import {authorizedRanges} from '../../../source/plan/changes/authorized-ranges.js';

test.each([
	['a first list closes an open API server', [], ['20.1.1.1/32'], 'ranges-first-set'],
	['a lost range', ['20.1.1.0/24'], ['20.1.1.0/25'], 'range-removed'],
	['the same addresses written otherwise', ['20.1.1.0/24'], ['20.1.1.0/25', '20.1.1.128/25'], undefined],
	['0.0.0.0/32 going', ['0.0.0.0/32'], ['20.1.1.1/32'], undefined],
] as const)('is dangerous or not: %s', (_name, before, after, code) => {
	const cluster = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks';
	expect(authorizedRanges.danger({kind: 'authorized-ranges', cluster, before, after})?.code).toBe(code);
});
