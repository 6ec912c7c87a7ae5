import fc from 'fast-check';
import {expect, test} from 'vitest';
import {UserError} from '../../source/errors.js';
import {answer, servicesOf} from '../../source/sandbox/answer.js';
import type {SandboxContext} from '../../source/sandbox/context.js';
import {isObject, type Json} from '../../source/sandbox/json.js';
import type {Method, ServiceRequest} from '../../source/sandbox/service.js';
import {makeToken} from '../../source/sandbox/sign-in.js';
import {createStore} from '../../source/sandbox/store.js';
import {loadWorld} from '../../source/sandbox/world/load-world.js';
import {draws} from '../helpers/draws.js';
import {
	applicationRule,
	cluster,
	collection,
	group,
	network,
	nsg,
	policy,
	rcg,
	rule,
	smallWorld,
	subscription,
} from './small-world.js';

const identity = {tenant: 't', clientId: 'c', objectId: 'o', clientSecret: 's'};
const token = makeToken(identity);
const provider = `/subscriptions/${subscription}/providers`;
const requests: readonly (readonly [Method, string, object?])[] = [
	['GET', '/subscriptions'],
	['GET', `/subscriptions/${subscription}/resources`],
	['GET', `${provider}/Microsoft.ContainerService/managedClusters`],
	['GET', `${cluster}/agentPools`],
	['GET', `${provider}/Microsoft.Network/virtualNetworks`],
	['GET', `${network}/virtualNetworks/vnet/usages`],
	['GET', `${nsg}/securityRules`],
	['GET', `${policy}/ruleCollectionGroups`],
	['GET', `${group}/providers/Microsoft.Authorization/permissions`],
	['PUT', `${nsg}/securityRules/a`, rule('a', 300)],
	['PUT', `${policy}/ruleCollectionGroups/a`, rcg(1000, [collection('c', 100, [applicationRule()])])],
	['PUT', `${network}/virtualNetworks/vnet/subnets/b`, {properties: {addressPrefix: '10.1.1.0/24'}}],
	['DELETE', `${network}/routeTables/routes/routes/default`],
	['GET', '/api/v1/pods'],
	['GET', '/apis/networking.k8s.io/v1/networkpolicies'],
];

/** Every place of a value where another value could stand, as a function that puts it there. */
function places(value: Json): readonly ((junk: Json) => Json)[] {
	const inside = Array.isArray(value)
		? value.flatMap((item, index) =>
				places(item).map(
					put =>
						(junk: Json): Json =>
							value.with(index, put(junk)),
				),
			)
		: isObject(value)
			? Object.entries(value).flatMap(([key, item]) =>
					places(item ?? null).map(
						put =>
							(junk: Json): Json => ({...value, [key]: put(junk)}),
					),
				)
			: [];
	return [junk => junk, ...inside];
}

const structured = Object.fromEntries(Object.entries(smallWorld).filter(([, content]) => typeof content !== 'string'));
const everywhere = places(structured);

test('a world with anything anywhere is refused in a sentence, or served without a crash', () => {
	const junk = fc.constantFrom<Json>(null, 0, -1, '', 'x', '10.0.0.0/99', [], [null], [[]], {}, {id: 5}, true, {
		'': {'': ''},
	});
	fc.assert(
		fc.property(fc.nat(everywhere.length - 1), junk, (index, value) => {
			const files = everywhere[index]?.(value);
			let world: ReturnType<typeof loadWorld>;
			try {
				world = loadWorld({
					'objects.yaml': smallWorld['objects.yaml'] ?? '',
					...(isObject(files) ? (files as typeof smallWorld) : {}),
				});
			} catch (error) {
				expect(error).toBeInstanceOf(UserError);
				return;
			}

			const store = createStore(world, undefined);
			const context: SandboxContext = {store, identity, operationMs: 0, answerMs: 0, pageSize: 2, ca: ''};
			for (const [method, path, body] of requests) {
				const given = answer(servicesOf(context), store, request(method, path, body));
				expect(given.status, JSON.stringify(given.body)).not.toBe(500);
			}
		}),
		draws(400),
	);
});

function request(method: Method, path: string, body?: object): ServiceRequest {
	return {
		method,
		path,
		query: new URLSearchParams('api-version=1'),
		headers: {authorization: `Bearer ${token}`, 'content-type': 'application/json'},
		body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
		origin: 'https://127.0.0.1',
		operationFailure: undefined,
	};
}
