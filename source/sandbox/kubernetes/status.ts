import type {Json, JsonObject} from '../json.js';
import {Refused} from '../refused.js';
import type {Answer} from '../service.js';
import {type Kind, qualifiedName} from './kinds.js';

export type Cause = {readonly reason?: string; readonly message: string; readonly field: string};

export function statusAnswer(code: number, reason: string, message: string, details: JsonObject = {}): Answer {
	return {
		status: code,
		body: {kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason, details, code},
	};
}

export function refuse(code: number, reason: string, message: string, details: JsonObject = {}): Refused {
	return new Refused(statusAnswer(code, reason, message, details));
}

export function notFound(kind: Kind, name: string): Refused {
	const message = `${qualifiedName(kind)} "${name}" not found`;
	return refuse(404, 'NotFound', message, {name, group: kind.group, kind: kind.plural});
}

export function alreadyExists(kind: Kind, name: string): Refused {
	const message = `${qualifiedName(kind)} "${name}" already exists`;
	return refuse(409, 'AlreadyExists', message, {name, group: kind.group, kind: kind.plural});
}

export function conflict(kind: Kind, name: string): Refused {
	const message = `Operation cannot be fulfilled on ${qualifiedName(kind)} "${name}": the object has been modified; please apply your changes to the latest version and try again`;
	return refuse(409, 'Conflict', message, {name, group: kind.group, kind: kind.plural});
}

export function badRequest(message: string): Refused {
	return refuse(400, 'BadRequest', message);
}

/** 422, with one cause per field as the API server lists them. */
export function invalid(kind: Kind, name: string, causes: readonly Cause[]): Refused {
	const list = causes.map(({field, message}) => `${field}: ${message}`);
	const text = list.length === 1 ? list[0] : `[${list.join(', ')}]`;
	const title = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
	const asJson: readonly Json[] = causes.map(({reason, message, field}) => ({
		reason: reason ?? 'FieldValueInvalid',
		message,
		field,
	}));
	return refuse(422, 'Invalid', `${title} "${name}" is invalid: ${text ?? ''}`, {
		name,
		group: kind.group,
		kind: kind.kind,
		causes: asJson,
	});
}
