import {createPipelineRequest} from '@azure/core-rest-pipeline';
import {type ArmId, armKey} from '../../topology/arm-id.js';
import {type field, objects, text} from '../../topology/json.js';
import {denied, type Known, known} from '../../topology/known.js';
import {ledger} from '../../topology/ledger.js';
import type {LedgerRow} from '../../topology/ledger-row.js';
import type {ArmResource} from '../../topology/world.js';
import type {ArmClients} from './arm-clients.js';
import {asResource} from './arm-reader.js';
import type {Collected} from './collected.js';
import {httpClient} from './http-client.js';
import {recordAnswers} from './raw-answers.js';

type Listed = LedgerRow & {readonly listed: NonNullable<LedgerRow['listed']>};

const listed = ledger.filter((row): row is Listed => row.listed !== undefined);

/**
 * What can decide about packets and is attached to no resource that is read anyway: listed type by type, side by side with
 * everything else. A list that is refused is kept as unread, so that only what it could concern is in doubt.
 */
export async function readLedger(
	subscription: string,
	clients: ArmClients,
	collected: Collected,
	signal: AbortSignal,
): Promise<void> {
	const read = async (path: string, apiVersion: string, key: string): Promise<readonly ArmResource[]> => {
		const found = await listAll(path, apiVersion, clients, signal);
		if (found.state === 'denied') {
			collected.unreadLists.set(key.toLowerCase(), found.reason);
		}

		const resources = found.state === 'known' ? found.value : [];
		for (const resource of resources) {
			collected.resources.set(armKey(resource.id), known(resource));
		}

		return resources;
	};

	await Promise.all(
		listed.map(async ({type, listed: {apiVersion, children = []}}) => {
			const found = await read(`/subscriptions/${subscription}/providers/${type}`, apiVersion, type);
			await Promise.all(
				found.flatMap(({id}) => children.map(child => read(`${id}/${child}`, apiVersion, childKey(id, child)))),
			);
		}),
	);
}

function childKey(id: ArmId, child: string): string {
	return `${id}/${child}`;
}

/** Every page; empty where Azure does not know the type or the place, which is no doubt. */
async function listAll(
	path: string,
	apiVersion: string,
	clients: ArmClients,
	signal: AbortSignal,
): Promise<Known<readonly ArmResource[]>> {
	let found: readonly ArmResource[] = [];
	let url: string | undefined = `${clients.endpoint}${path}?api-version=${apiVersion}`;
	while (url !== undefined) {
		const page = await getPage(url, clients, signal);
		if (page.status === 403) {
			return denied(`Your account may not list ${path.split('/').at(-1) ?? path}.`);
		}

		found = [...found, ...objects(page.body, 'value').flatMap(asResource)];
		url = nextPage(text(page.body, 'nextLink'), clients);
	}

	return known(found);
}

type Page = {readonly status: number; readonly body: Parameters<typeof field>[0]};

async function getPage(url: string, clients: ArmClients, signal: AbortSignal): Promise<Page> {
	// Nothing of the subscription is in the pipeline, only in the operations that are not used here.
	const {pipeline} = clients.containers('none');
	let status = 0;
	const answers = await recordAnswers(async () => {
		const response = await pipeline.sendRequest(httpClient, createPipelineRequest({url, abortSignal: signal}));
		status = response.status;
	}, signal);
	return {status, body: answers[0]};
}

/** A link to anywhere else than where the sign-in is for is not followed. */
function nextPage(link: string | undefined, {endpoint}: ArmClients): string | undefined {
	return link?.startsWith(`${endpoint}/`) ? link : undefined;
}
