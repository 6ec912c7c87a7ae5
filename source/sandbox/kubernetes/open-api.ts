import type {JsonObject} from '../json.js';
import {route, type SandboxService} from '../service.js';
import {apiVersionOf, type Kind, kinds} from './kinds.js';

/** Just enough of OpenAPI v3 for kubectl to learn that dry runs and field validation are done by the server. */
export function openApi(): SandboxService {
	const versions = [...new Set(kinds.map(apiVersionOf))];
	const pathOf = (version: string) => (version.includes('/') ? `apis/${version}` : `api/${version}`);
	return {
		routes: [
			route('GET', '/openapi/v3', () => ({
				status: 200,
				body: {
					paths: Object.fromEntries(
						versions.map(version => [pathOf(version), {serverRelativeURL: `/openapi/v3/${pathOf(version)}?hash=1`}]),
					),
				},
			})),
			...versions.map(version =>
				route('GET', `/openapi/v3/${pathOf(version)}`, () => ({status: 200, body: document(version, pathOf(version))})),
			),
		],
	};
}

function document(version: string, path: string): JsonObject {
	const paths = kinds
		.filter(kind => apiVersionOf(kind) === version)
		.map(kind => [
			`/${path}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}/{name}`,
			{patch: patchOf(kind)},
		]);
	return {
		openapi: '3.0.0',
		info: {title: 'Kubernetes', version: 'v1'},
		paths: Object.fromEntries(paths),
		components: {},
	};
}

function patchOf({group, version, kind}: Kind): JsonObject {
	const parameter = (name: string) => ({name, in: 'query', schema: {type: 'string', uniqueItems: true}});
	return {
		parameters: ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map(parameter),
		'x-kubernetes-action': 'patch',
		'x-kubernetes-group-version-kind': {group, version, kind},
	};
}
