import {expect, test} from 'vitest';
import {customRole} from '../../source/apply/custom-role.js';
import {page} from './pages.js';

test('docs/security.md prints the role for reading as the code has it', () => {
	const cluster =
		'/subscriptions/SUBSCRIPTION_ID/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks';
	const [, role = ''] = /```json\n([\s\S]*?)```/.exec(page('docs/security.md')) ?? [];
	expect(JSON.parse(role)).toEqual(customRole(cluster, []));
});
