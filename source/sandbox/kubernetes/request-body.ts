import {parse} from 'yaml';
import {isObject, type Json, type JsonObject} from '../json.js';
import type {ServiceRequest} from '../service.js';
import {badRequest, refuse} from './status.js';

export function objectBody(request: ServiceRequest): JsonObject {
	const body = parsedBody(request);
	if (!isObject(body)) {
		throw badRequest('the object provided is unrecognized: the body must be a JSON or YAML object');
	}

	return body;
}

export function parsedBody(request: ServiceRequest): Json {
	if (/protobuf|cbor/.test(request.headers['content-type'] ?? '')) {
		throw refuse(
			415,
			'UnsupportedMediaType',
			'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml',
		);
	}

	const text = request.body.toString('utf8');
	try {
		return /yaml/.test(request.headers['content-type'] ?? '') ? parse(text) : JSON.parse(text);
	} catch (error) {
		throw badRequest(`the object provided is unrecognized: ${error instanceof Error ? error.message : ''}`);
	}
}
