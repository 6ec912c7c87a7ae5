import type {SandboxContext} from '../context.js';
import {type JsonObject, objectAt, textAt} from '../json.js';
import {type Answer, route, type SandboxService, type ServiceRequest} from '../service.js';
import {mayDo} from './access.js';
import {kinds} from './kinds.js';
import {decodeMessage, textOf} from './protobuf.js';
import {badRequest} from './status.js';

type Question = {readonly verb: string; readonly group: string; readonly resource: string};

/** `kubectl auth can-i`, and every tool that asks before it acts. */
export function accessReviews({store}: SandboxContext): SandboxService {
	return {
		routes: [
			route('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', request => {
				const {question, spec} = read(request);
				const kind = kinds.find(({group, plural}) => group === question.group && plural === question.resource);
				const allowed = kind === undefined || mayDo(store.denied, question.verb, kind);
				return review(spec, allowed);
			}),
		],
	};
}

function review(spec: JsonObject, allowed: boolean): Answer {
	return {
		status: 201,
		body: {
			kind: 'SelfSubjectAccessReview',
			apiVersion: 'authorization.k8s.io/v1',
			metadata: {},
			spec,
			status: {allowed, ...(!allowed && {reason: 'denied by the world'})},
		},
	};
}

/** kubectl sends this one in protobuf, everyone else in JSON. */
function read(request: ServiceRequest): {readonly question: Question; readonly spec: JsonObject} {
	if (request.body.subarray(0, 4).equals(Buffer.from('k8s\0'))) {
		const raw = decodeMessage(request.body.subarray(4)).get(2) ?? Buffer.alloc(0);
		const spec = decodeMessage(raw).get(2) ?? Buffer.alloc(0);
		const attributes = decodeMessage(decodeMessage(spec).get(1) ?? Buffer.alloc(0));
		const question = {verb: textOf(attributes, 2), group: textOf(attributes, 3), resource: textOf(attributes, 5)};
		return {question, spec: {resourceAttributes: question}};
	}

	try {
		const body: JsonObject = JSON.parse(request.body.toString('utf8'));
		const attributes = objectAt(body, 'spec', 'resourceAttributes');
		const question = {
			verb: textAt(attributes, 'verb'),
			group: textAt(attributes, 'group'),
			resource: textAt(attributes, 'resource'),
		};
		return {question, spec: objectAt(body, 'spec')};
	} catch {
		throw badRequest('the object provided is unrecognized');
	}
}
