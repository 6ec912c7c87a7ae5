import {expect} from 'vitest';
import type {Plan} from '../../source/plan/plan.js';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import {ask} from '../sandbox/clients.js';

/** The authorized ranges as the practice Azure holds them. */
export function rangesIn(sandbox: Sandbox): readonly string[] {
	const [, list = '[]'] = /"authorizedIPRanges":(\[[^\]]*\])/.exec(JSON.stringify(sandbox.dump())) ?? [];
	return JSON.parse(list);
}

/** What somebody else does in the meantime. */
export async function editRanges(
	sandbox: Sandbox,
	plan: Plan,
	edit: (ranges: readonly string[]) => readonly string[],
): Promise<void> {
	const url = `${plan.cluster.id}?api-version=2026-06-01`;
	const {body} = await ask(sandbox, 'GET', url);
	body.properties.apiServerAccessProfile.authorizedIPRanges = edit(
		body.properties.apiServerAccessProfile.authorizedIPRanges,
	);
	expect((await ask(sandbox, 'PUT', url, {body})).status).toBe(200);
	await expect.poll(async () => (await ask(sandbox, 'GET', url)).body.properties.provisioningState).toBe('Succeeded');
}
