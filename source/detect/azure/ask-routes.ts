import {createPipelineRequest, type PipelineResponse} from '@azure/core-rest-pipeline';
import {type ArmId, armName, parseArmId} from '../../topology/arm-id.js';
import {isList, object, objects, text} from '../../topology/json.js';
import {denied, type Known, known} from '../../topology/known.js';
import type {RouteOperation} from '../../topology/route-answers.js';
import type {Json, JsonObject} from '../../topology/world.js';
import type {ArmClients} from './arm-clients.js';
import {explainFailedRead} from './explain-azure-error.js';
import {httpClient} from './http-client.js';
import {recordAnswers} from './raw-answers.js';

/** Whom to ask for which routes; `table` is the route table of a hub. */
export type RouteCall = {readonly id: ArmId; readonly operation: RouteOperation; readonly table?: ArmId};

type Asking = {
	readonly clients: ArmClients;
	readonly signal: AbortSignal;
	readonly patienceMs: number | undefined;
};

/** Azure gathers such routes from gateways and hosts in about ten seconds [K]; nobody waits much longer for them. */
const usualPatienceMs = 15_000;

/** Until Azure says how long to pause. */
const pollEveryMs = 500;

/** Asks and waits for the end of the operation. What takes too long was not read, and everything else goes on. */
export async function askRoutes(
	call: RouteCall,
	{clients, signal, patienceMs = usualPatienceMs}: Asking,
): Promise<Known<readonly JsonObject[]>> {
	const what = `${words[call.operation]} of ${armName(call.id)}`;
	const patience = AbortSignal.timeout(patienceMs);
	const both = AbortSignal.any([signal, patience]);
	try {
		const answers = await recordAnswers(() => send(call, clients, both), both);
		const rows = answers.map(rowsOf).findLast(found => found !== undefined);
		return rows === undefined ? denied(`${what} could not be read. Azure's answer was not understood.`) : known(rows);
	} catch (error) {
		if (patience.aborted && !signal.aborted) {
			return denied(`${what} could not be read. Azure did not answer within ${patienceMs / 1000} seconds.`);
		}

		return explainFailedRead(error, what);
	}
}

const words: Readonly<Record<RouteOperation, string>> = {
	effectiveRouteTable: 'The effective routes',
	getLearnedRoutes: 'The learned routes',
	effectiveRoutes: 'The effective routes',
};

/** The result itself, or the status of the operation with the result inside (REST examples of hubs). */
function rowsOf(answer: Json): readonly JsonObject[] | undefined {
	const output = object(answer, 'properties', 'output') ?? answer;
	const value = object(output)?.['value'];
	return isList(value) ? objects(output, 'value') : undefined;
}

async function send({id, operation, table}: RouteCall, clients: ArmClients, abortSignal: AbortSignal): Promise<void> {
	const {subscription = '', resourceGroup = '', name = '', type = ''} = parseArmId(id) ?? {};
	const client = clients.network(subscription);
	const options = {abortSignal, updateIntervalInMs: pollEveryMs};
	switch (operation) {
		case 'effectiveRouteTable': {
			await (/^Microsoft\.Network\/networkInterfaces$/i.test(type)
				? client.networkInterfaces.getEffectiveRouteTable(resourceGroup, name, options).pollUntilDone({abortSignal})
				: askMember(id, clients, abortSignal));
			return;
		}

		case 'getLearnedRoutes': {
			await client.virtualNetworkGateways.getLearnedRoutes(resourceGroup, name, options).pollUntilDone({abortSignal});
			return;
		}

		case 'effectiveRoutes': {
			const effectiveRoutesParameters = {resourceId: table ?? id, virtualWanResourceType: 'RouteTable'};
			await client.virtualHubs
				.getEffectiveVirtualHubRoutes(resourceGroup, name, {...options, effectiveRoutesParameters})
				.pollUntilDone({abortSignal});
		}
	}
}

/** An interface of a scale set, for which the SDK has no call: only a folder is asked for it, and answers at once. */
async function askMember(id: ArmId, clients: ArmClients, abortSignal: AbortSignal): Promise<void> {
	const {pipeline} = clients.containers('none');
	const request = async (method: 'POST' | 'GET', url: string): Promise<PipelineResponse> => {
		const response = await pipeline.sendRequest(httpClient, createPipelineRequest({url, method, abortSignal}));
		if (response.status >= 400) {
			const error = object(JSON.parse(response.bodyAsText ?? '{}') as Json, 'error');
			const {status: statusCode} = response;
			throw Object.assign(new Error(text(error, 'message')), {statusCode, code: text(error, 'code')});
		}

		return response;
	};
	const accepted = await request('POST', `${clients.endpoint}${id}/effectiveRouteTable?api-version=2025-05-01`);
	const location = accepted.headers.get('location');
	if (location?.startsWith(`${clients.endpoint}/`)) {
		await request('GET', location);
	}
}
