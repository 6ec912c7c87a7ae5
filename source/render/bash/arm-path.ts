import type {ArmId} from '../../topology/arm-id.js';

/** The version of the network provider that our bodies are written for. */
const apiVersion = '2025-05-01';

/** A relative URL: az puts the management endpoint of the cloud it is signed in to before it. */
export function armPath(id: ArmId): string {
	const encoded = id.split('/').map(encodeURIComponent).join('/');
	return `${encoded}?api-version=${apiVersion}`;
}
