/** `/subscriptions/S/resourceGroups/G/providers/NS/TYPE/NAME[/TYPE/NAME…]`, taken apart. */
export type ArmId = {
	readonly subscription: string;
	readonly group: string;
	readonly namespace: string;
	/** From the top-level resource down; never empty. */
	readonly path: readonly {readonly type: string; readonly name: string}[];
	/** `NS/TYPE[/TYPE…]`. */
	readonly type: string;
	readonly name: string;
};

export function keyOf(id: string): string {
	return id.replace(/\/+$/, '').toLowerCase();
}

const pattern = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?(?:\/.*)?\/providers\/([^/]+)\/([^?]+)$/i;

/** A list of one type looks at the id of every resource, so the same ids are taken apart again and again. */
const parsed = new Map<string, ArmId | undefined>();
const mostParsed = 100_000;

export function parseId(id: string): ArmId | undefined {
	if (!parsed.has(id)) {
		if (parsed.size >= mostParsed) {
			parsed.clear();
		}

		parsed.set(id, takeApart(id));
	}

	return parsed.get(id);
}

function takeApart(id: string): ArmId | undefined {
	const [, subscription = '', group = '', namespace = '', rest = ''] = pattern.exec(id) ?? [];
	const segments = rest.split('/').filter(segment => segment !== '');
	if (subscription === '' || segments.length === 0 || segments.length % 2 === 1) {
		return undefined;
	}

	const path = segments.flatMap((type, index) => (index % 2 === 0 ? [{type, name: segments[index + 1] ?? ''}] : []));
	return {
		subscription,
		group,
		namespace,
		path,
		type: [namespace, ...path.map(({type}) => type)].join('/'),
		name: path.at(-1)?.name ?? '',
	};
}

/** The id of what a child resource belongs to; undefined for a top-level resource. */
export function parentId(id: string): string | undefined {
	const parts = parseId(id);
	return parts !== undefined && parts.path.length > 1 ? id.split('/').slice(0, -2).join('/') : undefined;
}

/** Whether `id` is `scope` or lies below it. */
export function isWithin(id: string, scope: string): boolean {
	const [key, outer] = [keyOf(id), keyOf(scope)];
	return key === outer || key.startsWith(`${outer}/`);
}
