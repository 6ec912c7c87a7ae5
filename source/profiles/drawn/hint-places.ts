import {text} from '../../topology/json.js';
import type {KubeObject} from '../../topology/world.js';

/** A name of the web: not one of the cluster's own, and no address. */
export function isOutside(host: string): boolean {
	return (
		host.length <= 253 &&
		/^[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z][a-z\d-]*$/.test(host) &&
		!/\.(?:svc|local|internal)$|\.svc\./.test(host)
	);
}

export function namespaceOf(object: KubeObject): string {
	return text(object, 'metadata', 'namespace') ?? 'default';
}

/** `shop/web-1` */
export function placeOf(object: KubeObject): string {
	return `${namespaceOf(object)}/${text(object, 'metadata', 'name') ?? ''}`;
}
