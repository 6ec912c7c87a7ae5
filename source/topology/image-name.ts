/** An image as it is pulled: `traefik:1.7` is `library/traefik` from `docker.io` (distribution/reference, normalize.go). */
export type ImageName = {
	/** The host, with a port where one is written: `ghcr.io`, `registry.corp.example:5000`. */
	readonly registry: string;
	/** Without tag and digest: `kedacore/keda`. */
	readonly repository: string;
};

export function parseImageName(image: string): ImageName {
	const [name = ''] = image.split('@');
	const slash = name.indexOf('/');
	const first = slash < 0 ? '' : name.slice(0, slash);
	// What has a dot or a port is a host; everything else is a repository of Docker Hub.
	const isHost = first.includes('.') || first.includes(':') || first === 'localhost';
	const registry = isHost ? first.toLowerCase() : 'docker.io';
	const path = (isHost ? name.slice(slash + 1) : name).replace(/:[^:/]*$/, '');
	const isHub = registry === 'docker.io' || registry === 'index.docker.io';
	return {
		registry: isHub ? 'docker.io' : registry,
		repository: isHub && !path.includes('/') ? `library/${path}` : path,
	};
}
