import {count, field, object, objects, text} from '../../json.js';
import type {Route, RouteBackend} from '../../kubernetes.js';
import type {Json, JsonObject, KubeObject} from '../../world.js';

/** An Ingress, of `networking.k8s.io/v1` or one of its older groups: by which services it lets the outside in. */
export function decodeIngress(ingress: KubeObject): Route | undefined {
	const paths = objects(ingress, 'spec', 'rules').flatMap(rule => objects(rule, 'http', 'paths'));
	const first = object(ingress, 'spec', 'defaultBackend') ?? object(ingress, 'spec', 'backend');
	const backends = [...(first === undefined ? [] : [first]), ...paths.map(path => object(path, 'backend') ?? {})];
	return routeOf(ingress, backends, (backend, namespace) => ingressBackend(backend, namespace));
}

/** An HTTPRoute or GRPCRoute of the Gateway API. A reference to anything but a service leads nowhere that we know. */
export function decodeGatewayRoute(route: KubeObject): Route | undefined {
	const references = objects(route, 'spec', 'rules').flatMap(rule => objects(rule, 'backendRefs'));
	return routeOf(route, references, (reference, namespace) => {
		const service = text(reference, 'name');
		const isService = (text(reference, 'kind') ?? 'Service') === 'Service' && text(reference, 'group') === undefined;
		return service === undefined || !isService
			? undefined
			: {namespace: text(reference, 'namespace') ?? namespace, service, port: count(reference, 'port')};
	});
}

function routeOf(
	source: KubeObject,
	backends: readonly JsonObject[],
	decode: (backend: JsonObject, namespace: string) => RouteBackend | undefined,
): Route | undefined {
	const name = text(source, 'metadata', 'name');
	const namespace = text(source, 'metadata', 'namespace') ?? 'default';
	return name === undefined
		? undefined
		: {kind: source.kind, namespace, name, backends: backends.flatMap(backend => decode(backend, namespace) ?? [])};
}

function ingressBackend(backend: JsonObject, namespace: string): RouteBackend | undefined {
	const service = text(backend, 'service', 'name') ?? text(backend, 'serviceName');
	const port =
		count(backend, 'service', 'port', 'number') ??
		text(backend, 'service', 'port', 'name') ??
		numberOrName(field(backend, 'servicePort'));
	return service === undefined ? undefined : {namespace, service, port};
}

function numberOrName(value: Json | undefined): number | string | undefined {
	return typeof value === 'number' || typeof value === 'string' ? value : undefined;
}
