import {isObject, type Json, type JsonObject} from '../json.js';
import {Refused} from '../refused.js';
import type {Answer, ServiceRequest} from '../service.js';

export function armError(status: number, code: string, message: string, more: JsonObject = {}): Answer {
	return {status, headers: {'x-ms-error-code': code}, body: {error: {code, message, ...more}}};
}

export function refuse(status: number, code: string, message: string, more: JsonObject = {}): Refused {
	return new Refused(armError(status, code, message, more));
}

/** One page of a list; Azure names the next one by a link that is to be followed as it is. */
export function page(request: ServiceRequest, items: readonly Json[], pageSize: number): Answer {
	const skip = Number.parseInt(request.query.get('$skiptoken') ?? '0', 10) || 0;
	const end = skip + pageSize;
	const query = new URLSearchParams(request.query);
	query.set('$skiptoken', String(end));
	return {
		status: 200,
		body: {
			value: items.slice(skip, end),
			...(end < items.length && {nextLink: `${request.origin}${request.path}?${query.toString()}`}),
		},
	};
}

export function jsonBody(request: ServiceRequest): JsonObject {
	let body: unknown;
	try {
		body = JSON.parse(request.body.toString('utf8'));
	} catch {
		body = undefined;
	}

	if (!isObject(body)) {
		throw refuse(
			400,
			'InvalidRequestContent',
			"The request content was invalid and could not be deserialized: 'The body must be a JSON object.'",
		);
	}

	return body;
}
