import {expect, test} from 'vitest';
import {parseImageName} from '../../source/topology/image-name.js';

/** distribution/reference, normalize.go: what has no dot, no port and is not localhost is a repository of Docker Hub. */
test.each([
	['traefik', 'docker.io', 'library/traefik'],
	['traefik:1.7', 'docker.io', 'library/traefik'],
	['bitnami/redis:7', 'docker.io', 'bitnami/redis'],
	['index.docker.io/redis', 'docker.io', 'library/redis'],
	['docker.io/library/mongo:7', 'docker.io', 'library/mongo'],
	['ghcr.io/kedacore/keda:2.17@sha256:abc', 'ghcr.io', 'kedacore/keda'],
	['mcr.microsoft.com/oss/kubernetes/coredns@sha256:abc', 'mcr.microsoft.com', 'oss/kubernetes/coredns'],
	['registry.corp.net:5000/a/b:c', 'registry.corp.net:5000', 'a/b'],
	['localhost/a', 'localhost', 'a'],
	['GHCR.io/a/b', 'ghcr.io', 'a/b'],
	['', 'docker.io', 'library/'],
])('%s comes from %s as %s', (image, registry, repository) => {
	expect(parseImageName(image)).toEqual({registry, repository});
});
