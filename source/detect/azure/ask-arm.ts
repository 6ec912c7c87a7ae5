import {text} from '../../topology/json.js';
import type {Json} from '../../topology/world.js';
import type {ArmSource} from './arm-source.js';

/**
 * Asks for what no client of ours knows. Every page until Azure answers anything but 200; `status` is that of the last
 * answer. A link to anywhere else than where the sign-in is for is not followed.
 */
export async function askArm(
	arm: ArmSource,
	{path, apiVersion}: {readonly path: string; readonly apiVersion: string},
	signal: AbortSignal,
): Promise<{readonly status: number; readonly bodies: readonly Json[]}> {
	const bodies: Json[] = [];
	let status = 0;
	for (let url: string | undefined = `${arm.endpoint}${path}?api-version=${apiVersion}`; url !== undefined; ) {
		const page = await arm.get(url, signal);
		status = page.status;
		const link = text(page.body, 'nextLink');
		url = link?.startsWith(`${arm.endpoint}/`) ? link : undefined;
		if (page.body !== undefined) {
			bodies.push(page.body);
		}
	}

	return {status, bodies};
}
