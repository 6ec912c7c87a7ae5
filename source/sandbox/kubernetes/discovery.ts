import type {SandboxContext} from '../context.js';
import type {Json, JsonObject} from '../json.js';
import {route, type SandboxService, type ServiceRequest} from '../service.js';
import {clusterVersion} from './cluster-version.js';
import {apiVersionOf, type Kind, kinds} from './kinds.js';

const verbs = ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'];
const reviews: Kind = {
	group: 'authorization.k8s.io',
	version: 'v1',
	kind: 'SelfSubjectAccessReview',
	plural: 'selfsubjectaccessreviews',
	namespaced: false,
};
const discoverable = [...kinds, reviews];

/** What the API server says about itself, in the aggregated form of kubectl 1.27 and newer and in the old one. */
export function discovery({store}: SandboxContext): SandboxService {
	const legacy = [...new Set(discoverable.map(apiVersionOf))].flatMap(version => {
		const path = version.includes('/') ? `/apis/${version}` : `/api/${version}`;
		return [route('GET', path, () => ({status: 200, body: resourceList(version)}))];
	});
	return {
		routes: [
			route('GET', '/version', () => ({status: 200, body: versionInfo(clusterVersion(store.all('resources')))})),
			route('GET', '/readyz', () => ({status: 200, body: 'ok'})),
			route('GET', '/livez', () => ({status: 200, body: 'ok'})),
			route(
				'GET',
				'/api',
				request => aggregated(request, ['']) ?? {status: 200, body: {kind: 'APIVersions', versions: ['v1']}},
			),
			route('GET', '/apis', request => {
				const groups = [...new Set(discoverable.map(({group}) => group))].filter(group => group !== '');
				return (
					aggregated(request, groups) ?? {
						status: 200,
						body: {kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupInfo)},
					}
				);
			}),
			...legacy,
		],
	};
}

function versionInfo(version: string): JsonObject {
	const [major = '1', minor = '32'] = version.split('.');
	return {
		major,
		minor,
		gitVersion: `v${version}`,
		gitCommit: '',
		gitTreeState: 'clean',
		buildDate: '2025-01-01T00:00:00Z',
		goVersion: 'go1.23',
		compiler: 'gc',
		platform: 'linux/amd64',
	};
}

function aggregated(request: ServiceRequest, groups: readonly string[]) {
	if (!/as=APIGroupDiscoveryList/.test(request.headers.accept ?? '')) {
		return undefined;
	}

	const items: Json[] = groups.map(group => ({
		metadata: {name: group === '' ? null : group, creationTimestamp: null},
		versions: [...new Set(kindsOf(group).map(({version}) => version))].map(version => ({
			version,
			freshness: 'Current',
			resources: kindsOf(group)
				.filter(kind => kind.version === version)
				.map(discoveryEntry),
		})),
	}));
	return {
		status: 200,
		headers: {'content-type': 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'},
		body: {kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items},
	};
}

function kindsOf(group: string): readonly Kind[] {
	return discoverable.filter(kind => kind.group === group);
}

function discoveryEntry(kind: Kind): JsonObject {
	return {
		resource: kind.plural,
		responseKind: {group: kind.group, version: kind.version, kind: kind.kind},
		scope: kind.namespaced ? 'Namespaced' : 'Cluster',
		singularResource: kind.kind.toLowerCase(),
		verbs: kind === reviews ? ['create'] : verbs,
		shortNames: kind.shortNames ?? [],
	};
}

function resourceList(groupVersion: string): JsonObject {
	return {
		kind: 'APIResourceList',
		apiVersion: 'v1',
		groupVersion,
		resources: discoverable
			.filter(kind => apiVersionOf(kind) === groupVersion)
			.map(kind => ({
				name: kind.plural,
				singularName: kind.kind.toLowerCase(),
				namespaced: kind.namespaced,
				kind: kind.kind,
				verbs: kind === reviews ? ['create'] : verbs,
				shortNames: kind.shortNames ?? [],
			})),
	};
}

function groupInfo(group: string): JsonObject {
	const versions = [...new Set(kindsOf(group).map(({version}) => version))].map(version => ({
		groupVersion: `${group}/${version}`,
		version,
	}));
	return {name: group, versions, preferredVersion: versions[0] ?? {}};
}
