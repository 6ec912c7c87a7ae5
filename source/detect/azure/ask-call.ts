import {armName} from '../../topology/arm-id.js';
import type {CallOperation} from '../../topology/call-answers.js';
import {isList, object, objects} from '../../topology/json.js';
import {denied, type Known, known} from '../../topology/known.js';
import type {Json, JsonObject} from '../../topology/world.js';
import type {TellingCall} from './arm-question.js';
import type {ArmSource} from './arm-source.js';
import {explainFailedRead} from './explain-azure-error.js';

type Asking = {
	readonly source: ArmSource;
	readonly signal: AbortSignal;
	readonly patienceMs: number | undefined;
};

/** Azure gathers such answers from gateways and hosts in about ten seconds [K]; nobody waits much longer for them. */
const usualPatienceMs = 15_000;

/** Asks and waits for the end of the operation. What takes too long was not read, and everything else goes on. */
export async function askCall(
	call: TellingCall,
	{source, signal, patienceMs = usualPatienceMs}: Asking,
): Promise<Known<readonly JsonObject[]>> {
	const what = `${words[call.operation]} of ${armName(call.id)}`;
	const patience = AbortSignal.timeout(patienceMs);
	const both = AbortSignal.any([signal, patience]);
	try {
		const answers = await source.ask({kind: 'call', call}, both);
		const rows = answers.map(rowsOf).findLast(found => found !== undefined);
		return rows === undefined ? denied(`${what} could not be read. Azure's answer was not understood.`) : known(rows);
	} catch (error) {
		if (patience.aborted && !signal.aborted) {
			return denied(`${what} could not be read. Azure did not answer within ${patienceMs / 1000} seconds.`);
		}

		return explainFailedRead(error, what);
	}
}

const words: Readonly<Record<CallOperation, string>> = {
	effectiveRouteTable: 'The effective routes',
	effectiveNetworkSecurityGroups: 'The effective security rules',
	getLearnedRoutes: 'The learned routes',
	effectiveRoutes: 'The effective routes',
};

/** The result itself, or the status of the operation with the result inside (REST examples of hubs). */
function rowsOf(answer: Json): readonly JsonObject[] | undefined {
	const output = object(answer, 'properties', 'output') ?? answer;
	const value = object(output)?.['value'];
	return isList(value) ? objects(output, 'value') : undefined;
}
