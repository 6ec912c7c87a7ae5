/** The y of Kubernetes 1.y; undefined when it cannot be told. */
export function minorVersion(version: string | undefined): number | undefined {
	const [, minor] = /^v?1\.(\d+)/.exec(version ?? '') ?? [];
	return minor === undefined ? undefined : Number(minor);
}
