/** A full ARM resource id, spelled as Azure spelled it. Ids are compared by {@link armKey}, never by text. */
export type ArmId = string;

/** The lower-cased id: ARM ids differ in case between answers and mean the same resource. */
export type ArmKey = string & {readonly brand: 'ArmKey'};

export type ArmIdParts = {
	readonly subscription: string;
	readonly resourceGroup: string;
	/** `Microsoft.Network/virtualNetworks/subnets` */
	readonly type: string;
	/** The last name in the id. */
	readonly name: string;
	/** The id of the resource this one is a child of. */
	readonly parent: ArmId | undefined;
};

export function armKey(id: ArmId): ArmKey {
	return id.toLowerCase() as ArmKey;
}

export function sameArmId(a: ArmId | undefined, b: ArmId | undefined): boolean {
	return a !== undefined && b !== undefined && armKey(a) === armKey(b);
}

const shape =
	/^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\/providers\/([^/]+)\/((?:[^/]+\/[^/]+)(?:\/[^/]+\/[^/]+)*)$/i;

export function parseArmId(id: string): ArmIdParts | undefined {
	const [, subscription, resourceGroup, provider, path] = shape.exec(id) ?? [];
	if (subscription === undefined || resourceGroup === undefined || provider === undefined || path === undefined) {
		return undefined;
	}

	const segments = path.split('/');
	const types = segments.filter((_, index) => index % 2 === 0);
	return {
		subscription,
		resourceGroup,
		type: [provider, ...types].join('/'),
		name: segments.at(-1) ?? '',
		parent: types.length > 1 ? id.split('/').slice(0, -2).join('/') : undefined,
	};
}

/** The last name in an id; the text itself when it is no id. For sentences. */
export function armName(id: ArmId): string {
	return id.split('/').at(-1) ?? id;
}
