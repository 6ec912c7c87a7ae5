import {type ArmId, type ArmKey, armKey, armName, parseArmId} from '../../topology/arm-id.js';
import {isObject, object, objects, text} from '../../topology/json.js';
import {absent, denied, flatMapKnown, type Known, known, mapKnown} from '../../topology/known.js';
import type {ArmResource, Json, JsonObject, ServiceTag, SubnetUsage} from '../../topology/world.js';
import type {ArmQuestion, TellingCall} from './arm-question.js';
import type {ArmSource} from './arm-source.js';
import {askCall} from './ask-call.js';
import {explainFailedRead} from './explain-azure-error.js';
import {getOperation, type ListedType} from './network-operations.js';

/** Reads network resources, each at most once. Rejects only with what concerns the whole run (sign-in, abort). */
export type ArmReader = {
	/** From the list of its type where that is being read, else by its id. */
	readonly get: (id: ArmId) => Promise<Known<ArmResource>>;
	/** Everything of one type in a subscription, or in one of its resource groups. */
	readonly list: (type: ListedType, subscription: string, group?: string) => Promise<Known<readonly ArmResource[]>>;
	readonly ruleCollectionGroups: (policy: ArmId) => Promise<Known<readonly ArmResource[]>>;
	readonly usages: (network: ArmId) => Promise<Known<readonly SubnetUsage[]>>;
	/** What network managers have put in force on a network, wherever the managers are. */
	readonly adminRules: (network: ArmId) => Promise<Known<readonly JsonObject[]>>;
	/** What stands in no resource, by the call that tells it; of a hub the routes of one of its tables. */
	readonly call: (call: TellingCall) => Promise<Known<readonly JsonObject[]>>;
	/** Whether interfaces are asked where no doubt is to be settled, and those of scale sets. */
	readonly asksEveryInterface: boolean;
	readonly serviceTags: (subscription: string, location: string) => Promise<Known<readonly ServiceTag[]>>;
};

export type ReaderOptions = {
	readonly asksEveryInterface?: boolean | undefined;
	/** For calls that are long-running operations. */
	readonly patienceMs?: number | undefined;
};

export function createArmReader(
	source: ArmSource,
	signal: AbortSignal,
	{asksEveryInterface = false, patienceMs}: ReaderOptions = {},
): ArmReader {
	const lists = new Map<string, Promise<Known<readonly ArmResource[]>>>();
	const resources = new Map<ArmKey, Promise<Known<ArmResource>>>();
	const ask = async (what: string, question: ArmQuestion): Promise<Known<readonly Json[]>> => {
		try {
			return known(await source.ask(question, signal));
		} catch (error) {
			return explainFailedRead(error, what);
		}
	};

	const list: ArmReader['list'] = (type, subscription, group) =>
		remember(lists, `${subscription}/${group ?? ''}/${type}`.toLowerCase(), async () => {
			const answers = await ask(`The list of ${wordsOf(type)}`, {kind: 'list', type, subscription, group});
			return mapKnown(answers, pages => pages.flatMap(page => objects(page, 'value')).flatMap(asResource));
		});

	const getAlone = async (id: ArmId): Promise<Known<ArmResource>> => {
		const parts = parseArmId(id);
		if (parts === undefined || getOperation(parts) === undefined) {
			return denied(`${id} is not the id of a resource that can be read here.`);
		}

		const answers = await ask(armName(id), {kind: 'resource', id});
		return flatMapKnown(answers, ([answer]) => {
			const [resource] = asResource(answer ?? null);
			return resource === undefined
				? denied(`Azure's answer about ${armName(id)} was not understood.`)
				: known(resource);
		});
	};

	// A list leaves out what one may not read, so only a question by the id tells "not allowed" from "not there".
	const get: ArmReader['get'] = id =>
		remember(resources, armKey(id), async () => {
			const parts = parseArmId(id);
			const type = parts?.type.split('/').slice(1).join('/') ?? '';
			const listed = await lists.get(`${parts?.subscription}//${type}`.toLowerCase());
			const found =
				listed?.state === 'known' ? listed.value.find(resource => armKey(resource.id) === armKey(id)) : undefined;
			return found === undefined ? getAlone(id) : known(found);
		});

	return {
		get,
		list,
		ruleCollectionGroups: policy =>
			remember(lists, armKey(policy), async () => {
				const answers = await ask(`The rules of ${armName(policy)}`, {kind: 'rule-collection-groups', id: policy});
				return mapKnown(answers, pages => pages.flatMap(page => objects(page, 'value')).flatMap(asResource));
			}),
		usages: async network => {
			const answers = await ask(`The address use of ${armName(network)}`, {kind: 'usages', id: network});
			// Rows are checked where they are decoded.
			return mapKnown(answers, pages => pages.flatMap(page => objects(page, 'value')) as unknown as SubnetUsage[]);
		},
		adminRules: async network => {
			const answers = await ask(`The list of security admin rules of ${armName(network)}`, {
				kind: 'admin-rules',
				id: network,
			});
			return mapKnown(answers, pages => pages.flatMap(page => objects(page, 'value')));
		},
		call: call => askCall(call, {source, signal, patienceMs}),
		asksEveryInterface,
		serviceTags: async (subscription, location) => {
			const answers = await ask('The list of service tags', {kind: 'service-tags', subscription, location});
			return flatMapKnown(answers, ([answer]) => {
				const tags = objects(answer, 'values') as unknown as ServiceTag[];
				return tags.length > 0 ? known(tags) : absent;
			});
		},
	};
}

/** An answer that is a resource: id and properties are what everything else is found by. */
export function asResource(answer: Json): readonly ArmResource[] {
	const id = text(answer, 'id');
	const parts = id === undefined ? undefined : parseArmId(id);
	const properties = object(answer, 'properties');
	if (!isObject(answer) || id === undefined || parts === undefined || properties === undefined) {
		return [];
	}

	return [
		{...answer, id, name: text(answer, 'name') ?? parts.name, type: text(answer, 'type') ?? parts.type, properties},
	];
}

function remember<Key, T>(made: Map<Key, Promise<T>>, key: Key, make: () => Promise<T>): Promise<T> {
	const value = made.get(key) ?? make();
	made.set(key, value);
	return value;
}

/** `networkSecurityGroups` as a person says it. */
function wordsOf(type: string): string {
	return type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
}
