import {type ArmQuestion, callOf} from '../detect/azure/arm-question.js';
import type {ArmPage, ArmSource} from '../detect/azure/arm-source.js';
import type {KubeClient} from '../detect/kubernetes/kube-client.js';
import type {WorldSource} from '../detect/world-source.js';
import {inProcess, type Practice} from '../sandbox/practice.js';
import {text} from '../topology/json.js';
import {known} from '../topology/known.js';
import type {Json} from '../topology/world.js';

/**
 * Reads a practice Azure in this process: the handlers that a server would call, without the server, its certificate and
 * the clients. A test holds that both ways give the same worlds.
 */
export function practiceSource(practice: Practice): WorldSource {
	const {subscriptions, asksInterfaces} = practice;
	return {
		arm: armOf(practice),
		openCluster: async () => known(clusterOf(practice)),
		subscription: subscriptions.length === 1 ? subscriptions[0] : undefined,
		asksEveryInterface: asksInterfaces,
	};
}

type Answered = ReturnType<Practice['ask']>;

function armOf(practice: Practice): ArmSource {
	return {
		endpoint: inProcess,
		ask: async (question, signal) => {
			signal.throwIfAborted();
			return everyPage(first(question, practice), practice);
		},
		get: async (url, signal) => {
			signal.throwIfAborted();
			return pageOf(follow(url, practice));
		},
	};
}

function first(question: ArmQuestion, practice: Practice): Answered {
	const answer = practice.ask(callOf(question));
	const operation = answer.status === 202 ? answer.headers?.['location'] : undefined;
	// An operation that asks is over at once where nobody has made it slow.
	return operation === undefined ? answer : follow(operation, practice);
}

function everyPage(answer: Answered, practice: Practice): readonly Json[] {
	const bodies: Json[] = [];
	for (let page: Answered | undefined = answer; page !== undefined; ) {
		if (page.status >= 400) {
			throw refusalOf(page);
		}

		const {body} = pageOf(page);
		if (body !== undefined) {
			bodies.push(body);
		}

		const link = text(body, 'nextLink');
		page = link === undefined ? undefined : follow(link, practice);
	}

	return bodies;
}

function follow(url: string, practice: Practice): Answered {
	const {pathname, searchParams} = new URL(url);
	return practice.ask({method: 'GET', path: pathname, query: searchParams});
}

function pageOf({status, body}: Answered): ArmPage {
	return {status, body: status === 200 ? body : undefined};
}

/** As the SDK tells a refusal. */
function refusalOf({status: statusCode, body}: Answered): Error {
	const message = text(body, 'error', 'message') ?? `Azure answered ${statusCode}.`;
	return Object.assign(new Error(message), {statusCode, code: text(body, 'error', 'code')});
}

function clusterOf(practice: Practice): KubeClient {
	return {
		get: async (path, signal) => {
			signal.throwIfAborted();
			const {pathname, searchParams} = new URL(path, inProcess);
			const {status, body = null} = practice.ask({method: 'GET', path: pathname, query: searchParams});
			return {status, body};
		},
		close: async () => undefined,
	};
}
