import {createHash} from 'node:crypto';
import type {JsonObject} from './json.js';
import type {Operation} from './operation.js';
import {type Overlay, openStateFile} from './state-file.js';
import type {LoadedWorld} from './world/load-world.js';

type Section = 'resources' | 'objects' | 'usages';

type ObjectEvent = {
	readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
	readonly key: string;
	readonly object: JsonObject;
};

/** What the practice Azure knows at this moment: the loaded world with everything written since laid over it. */
export type Store = {
	readonly get: (section: Section, key: string) => JsonObject | undefined;
	readonly all: (section: Section) => readonly JsonObject[];
	readonly entries: (section: Section) => readonly (readonly [string, JsonObject])[];
	readonly put: (section: Section, key: string, value: JsonObject | undefined) => void;
	readonly serviceTags: JsonObject | undefined;
	readonly denied: readonly string[];
	readonly operations: () => readonly Operation[];
	readonly putOperation: (operation: Operation) => void;
	/** A number that never came before; resource versions and etags are made of it. */
	readonly nextRevision: () => number;
	readonly revision: () => number;
	/** Milliseconds since 1970; operations end by it. */
	readonly now: () => number;
	readonly onObjectChange: (listener: (event: ObjectEvent) => void) => () => void;
	/** Takes in what another process wrote to the same state, before a request is answered. */
	readonly refresh: () => void;
	/** Makes what was written durable; called once per accepted request, before it is answered. */
	readonly commit: () => void;
};

const keptOperations = 200;

export function createStore(world: LoadedWorld, stateFolder: string | undefined, now = Date.now): Store {
	const file = stateFolder === undefined ? undefined : openStateFile(stateFolder, world.fingerprint);
	const listeners = new Set<(event: ObjectEvent) => void>();
	let overlay: Overlay = file?.load() ?? {revision: 1000, resources: {}, objects: {}, usages: {}, operations: []};
	let merged = lay(world, overlay);

	function put(section: Section, key: string, value: JsonObject | undefined): void {
		const before = merged[section].get(key);
		overlay = {...overlay, [section]: {...overlay[section], [key]: value ?? null}};
		if (value === undefined) {
			merged[section].delete(key);
		} else {
			merged[section].set(key, value);
		}

		const object = value ?? before;
		if (section === 'objects' && object !== undefined) {
			const type = value === undefined ? 'DELETED' : before === undefined ? 'ADDED' : 'MODIFIED';
			for (const listener of listeners) {
				listener({type, key, object});
			}
		}
	}

	return {
		get: (section, key) => merged[section].get(key),
		all: section => [...merged[section].values()],
		entries: section => [...merged[section]],
		put,
		serviceTags: world.serviceTags,
		denied: world.denied,
		operations: () => overlay.operations,
		putOperation: operation => {
			const others = overlay.operations.filter(({id}) => id !== operation.id);
			overlay = {...overlay, operations: [...others, operation].slice(-keptOperations)};
		},
		nextRevision: () => {
			overlay = {...overlay, revision: overlay.revision + 1};
			return overlay.revision;
		},
		revision: () => overlay.revision,
		now,
		onObjectChange: listener => {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		refresh: () => {
			const changed = file?.loadIfChanged();
			if (changed !== undefined) {
				overlay = changed;
				merged = lay(world, overlay);
			}
		},
		commit: () => file?.save(overlay),
	};
}

/** Looks like the guids that Azure makes, but the same run gives the same ones. */
export function guidFrom(...parts: readonly (string | number)[]): string {
	const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
		'-',
	);
}

function lay(world: LoadedWorld, overlay: Overlay): Record<Section, Map<string, JsonObject>> {
	const over = (base: ReadonlyMap<string, JsonObject>, changes: Overlay[Section]) => {
		const result = new Map(base);
		for (const [key, value] of Object.entries(changes)) {
			if (value === null) {
				result.delete(key);
			} else {
				result.set(key, value);
			}
		}

		return result;
	};
	return {
		resources: over(world.resources, overlay.resources),
		objects: over(world.objects, overlay.objects),
		usages: over(world.usages, overlay.usages),
	};
}
