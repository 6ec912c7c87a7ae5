import type {IncomingHttpHeaders} from 'node:http';
import type {Json} from './json.js';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request, read to its end. */
export type ServiceRequest = {
	readonly method: Method;
	/** As sent, without the query; segments are still percent-encoded. */
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
	/** The address the client used (127.0.0.1 or localhost), for links in answers. */
	readonly origin: string;
	/** Set by a scripted fault: the long-running operation that this request starts ends so. */
	readonly operationFailure: OperationFailure | undefined;
};

export type OperationFailure = {
	readonly code: string;
	readonly message: string;
	/** What the resource holds after the failure; Azure does either. */
	readonly leaves: 'before' | 'after';
};

export type Answer = {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: Json;
	/** For watches: called once the headers are out; the returned function stops it. */
	readonly stream?: (write: (line: Json) => void) => () => void;
	/** When the server ends the stream by itself. */
	readonly streamMs?: number;
};

/** What a service is: a list of routes. The first route of the first service that matches answers. */
export type SandboxService = {readonly routes: readonly ServiceRoute[]};

export type ServiceRoute = {
	readonly method: Method;
	readonly segments: readonly string[];
	/** Undefined: not for this route after all; the next one that matches is asked. */
	readonly handle: (request: ServiceRequest, parameters: Readonly<Record<string, string>>) => Answer | undefined;
};

type ParameterNames<Path extends string> = Path extends `${infer Head}/${infer Tail}`
	? ParameterNames<Head> | ParameterNames<Tail>
	: Path extends `:${infer Name}`
		? Name
		: Path extends `*${infer Name}`
			? Name
			: never;

/** `:name` stands for one segment, `*name` for all that is left (with its slashes). */
export function route<const Path extends string>(
	method: Method,
	path: Path,
	handle: (request: ServiceRequest, parameters: Readonly<Record<ParameterNames<Path>, string>>) => Answer | undefined,
): ServiceRoute {
	// The parameters of a match are exactly the names in its path; the type parameter only carries that to the handler.
	return {method, segments: split(path), handle: handle as ServiceRoute['handle']};
}

/** Literal segments match in any case, as ARM does; parameters keep the case of the request. */
export function matchRoute({segments}: ServiceRoute, path: string): Readonly<Record<string, string>> | undefined {
	const parts = split(path);
	const parameters: Record<string, string> = {};
	for (const [index, segment] of segments.entries()) {
		if (segment.startsWith('*')) {
			parameters[segment.slice(1)] = parts.slice(index).map(decode).join('/');
			return parts.length > index ? parameters : undefined;
		}

		const part = parts[index];
		if (part === undefined) {
			return undefined;
		}

		if (segment.startsWith(':')) {
			parameters[segment.slice(1)] = decode(part);
		} else if (segment.toLowerCase() !== part.toLowerCase()) {
			return undefined;
		}
	}

	return parts.length === segments.length ? parameters : undefined;
}

function split(path: string): readonly string[] {
	return path.split('/').filter(part => part !== '');
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
