/** Paths that are the API server's; everything else on this port is Azure's. */
export function isKubernetesPath(path: string): boolean {
	return /^\/(?:api|apis|version|openapi|readyz|livez|healthz)(?:\/|$)/.test(path);
}
