import {type ArmId, parseArmId} from '../topology/arm-id.js';
import {isObject} from '../topology/json.js';
import type {Json, JsonObject} from '../topology/world.js';
import {RequestFailure} from './request-failure.js';

/** az, found and fit to write this cluster. */
export type AzProgram = {
	readonly version: string;
	/** Ended when it does not end by itself. */
	readonly run: (parameters: readonly string[]) => Promise<string>;
};

export type AzFound =
	| {readonly usable: true; readonly az: AzProgram}
	/** The sentence says what to use it would take; nothing depends on az. */
	| {readonly usable: false; readonly why: string};

type FindAz = {
	readonly endpoint: string;
	readonly cluster: ArmId;
	/** As the newest api-version answers. */
	readonly resource: JsonObject;
	readonly env: Readonly<Record<string, string | undefined>>;
};

/**
 * az writes the whole cluster back from its own model of it, and drops what that model does not know (2.45 drops
 * `networkDataplane`). There is no table of which az knows which field, so it is asked: a field that `az aks show` does
 * not show is one that `az aks update` would not write.
 */
export async function findAz({endpoint, cluster, resource, env}: FindAz): Promise<AzFound> {
	const run = azRunner(env);
	try {
		const [version, cloud] = await Promise.all([
			run(['version', '--output', 'json']),
			run(['cloud', 'show', '--query', 'endpoints.resourceManager', '--output', 'tsv']),
		]);
		if (!sameEndpoint(cloud.trim(), endpoint)) {
			return {usable: false, why: `az is set to another cloud (${cloud.trim()})`};
		}

		const shown = parse(await run(['aks', 'show', ...clusterParameters(cluster), '--output', 'json']));
		const unknown = unknownFields(resource, shown);
		const {'azure-cli': number = 'of an unknown version'} = parse(version) as Readonly<Record<string, string>>;
		return unknown.length === 0
			? {usable: true, az: {version: number, run}}
			: {
					usable: false,
					why: `az ${number} is too old for this cluster: it does not know ${unknown.slice(0, 3).join(', ')}`,
				};
	} catch (error) {
		return {usable: false, why: whyNot(error)};
	}
}

export function clusterParameters(cluster: ArmId): readonly string[] {
	const {subscription = '', resourceGroup = '', name = ''} = parseArmId(cluster) ?? {};
	return ['--subscription', subscription, '--resource-group', resourceGroup, '--name', name];
}

/** An update of a cluster takes minutes, and az waits for its end; whatever az says or not, it is looked at then. */
const updateTimeoutMs = 60 * 60_000;
const readTimeoutMs = 120_000;

function azRunner(env: FindAz['env']): AzProgram['run'] {
	return async parameters => {
		// Only where az is really asked: loading it takes a tenth of a second.
		const {execa} = await import('execa');
		const {stdout} = await execa('az', parameters, {
			timeout: parameters.includes('update') ? updateTimeoutMs : readTimeoutMs,
			env: {
				...env,
				AZURE_CORE_ONLY_SHOW_ERRORS: 'true',
				AZURE_CORE_NO_COLOR: 'true',
				AZURE_CORE_COLLECT_TELEMETRY: 'false',
				AZURE_CORE_DISABLE_CONFIRM_PROMPT: 'true',
			},
			extendEnv: false,
			stdin: 'ignore',
			// A Ctrl-C in the terminal must not end az in the middle of its waiting; we see the step through.
			detached: process.platform !== 'win32',
		});
		return stdout;
	};
}

/** What Azure said to az, as the same failure that a request of our own would have met. */
export function azFailure(error: unknown): RequestFailure {
	const output = stderrOf(error);
	const [, code = ''] = /\(([A-Za-z]+)\)/.exec(output) ?? [];
	const message =
		output
			.replace(/^ERROR:\s*/, '')
			.split('\n')[0]
			?.trim() || (isTimeout(error) ? 'az did not end in time and was ended.' : 'az failed without saying why.');
	return new RequestFailure(message, {status: statusOf[code.toLowerCase()] ?? 0, code, retryAfterMs: undefined});
}

/** Only codes that are certain to come before anything is done; all others leave it open. */
const statusOf: Readonly<Record<string, number>> = {
	authorizationfailed: 403,
	linkedauthorizationfailed: 403,
	requestdisallowedbypolicy: 403,
	scopelocked: 409,
	invalidparameter: 400,
	badrequest: 400,
	resourcenotfound: 404,
	subscriptionnotfound: 404,
	operationnotallowed: 409,
	anotheroperationinprogress: 409,
	etagmismatch: 412,
	toomanyrequests: 429,
	throttled: 429,
};

function whyNot(error: unknown): string {
	const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
	return isMissing ? 'az was not found' : `az cannot read the cluster: ${azFailure(error).message}`;
}

function isTimeout(error: unknown): boolean {
	return error instanceof Error && 'timedOut' in error && error.timedOut === true;
}

function stderrOf(error: unknown): string {
	return error instanceof Error && 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
}

function sameEndpoint(a: string, b: string): boolean {
	return a.replace(/\/+$/, '').toLowerCase() === b.toLowerCase();
}

function parse(text: string): Json {
	try {
		return JSON.parse(text) as Json;
	} catch {
		return {};
	}
}

/** Names of fields that are set in one and nowhere in the other, which spells and nests them a little differently. */
function unknownFields(resource: JsonObject, shown: Json): readonly string[] {
	const known = new Set([...fieldNames(shown)].map(name => name.toLowerCase()));
	return [...new Set(fieldNames(resource))].filter(name => !known.has(name.toLowerCase()) && name !== 'properties');
}

/** Maps whose keys are names that people chose. */
const maps = new Set(['tags', 'userAssignedIdentities', 'nodeLabels', 'config']);

function* fieldNames(value: Json | undefined): Generator<string> {
	if (Array.isArray(value)) {
		for (const item of value) {
			yield* fieldNames(item as Json);
		}
	} else if (isObject(value)) {
		for (const [name, item] of Object.entries(value)) {
			if (item !== null && item !== undefined) {
				yield name;
				yield* maps.has(name) ? [] : fieldNames(item);
			}
		}
	}
}
