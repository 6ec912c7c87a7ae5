import {type ArmId, type ArmKey, armKey} from '../../topology/arm-id.js';
import {type Known, knownValue} from '../../topology/known.js';
import type {ArmResource, JsonObject, SubnetUsage} from '../../topology/world.js';
import type {ArmReader} from './arm-reader.js';

/** What has been read so far. Readers run side by side and put what they find in here. */
export type Collected = {
	readonly arm: ArmReader;
	readonly resources: Map<ArmKey, Known<ArmResource>>;
	readonly usages: Map<ArmKey, Known<readonly SubnetUsage[]>>;
	readonly adminRules: Map<ArmKey, Known<readonly JsonObject[]>>;
	/** By the path of the call. */
	readonly callAnswers: Map<ArmKey, Known<readonly JsonObject[]>>;
	readonly unreadLists: Map<string, string>;
	/** Reads a resource and keeps the answer, whatever it is; the resource, where there is one. */
	readonly read: (id: ArmId) => Promise<ArmResource | undefined>;
	/** Does a piece of work about a resource that several may ask for. */
	readonly once: (id: ArmId, work: () => Promise<void>) => Promise<void>;
};

export function createCollected(arm: ArmReader): Collected {
	const resources = new Map<ArmKey, Known<ArmResource>>();
	const begun = new Map<ArmKey, Promise<void>>();
	return {
		arm,
		resources,
		usages: new Map(),
		adminRules: new Map(),
		callAnswers: new Map(),
		unreadLists: new Map(),
		read: async id => {
			const resource = await arm.get(id);
			resources.set(armKey(id), resource);
			return knownValue(resource);
		},
		once: (id, work) => {
			const running = begun.get(armKey(id)) ?? work();
			begun.set(armKey(id), running);
			return running;
		},
	};
}
