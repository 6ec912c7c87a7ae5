import {parseId} from '../../arm-id.js';

export function isClusterId(id: string): boolean {
	return parseId(id)?.type.toLowerCase() === 'microsoft.containerservice/managedclusters';
}

/** Commands that print one resource as the REST API returns it. */
export function waysToFetch(id: string): readonly [string, ...string[]] {
	// The file may come from anybody: an id that a shell would act on is not made into a command to copy.
	if (!/^[\w/.()-]+$/.test(id)) {
		return ['Fetch it with `az rest --method get`, which prints what the REST API says.'];
	}

	return [
		`Fetch it with \`az rest --method get --url '${id}?api-version=${apiVersionFor(id)}'\`.`,
		`Or with \`az resource show --ids '${id}' --api-version ${apiVersionFor(id)}\`.`,
	];
}

function apiVersionFor(id: string): string {
	const namespace = parseId(id)?.namespace.toLowerCase();
	return namespace === 'microsoft.containerservice' ? '2026-04-01' : '2025-05-01';
}
