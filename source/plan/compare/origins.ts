import {armKey, armName} from '../../topology/arm-id.js';

/** Where a change says something: a file, and the name that the resource has there. */
export type Origin = {readonly file: string; readonly address: string};

/** What was said of one resource or object; `mentions` are the ids of others in it. */
export type Said = Origin & {readonly id: string; readonly mentions: readonly string[]};

/**
 * Where a change says what made a resource decide otherwise: of the rule itself, where one decided, else of the resource
 * or what stands in it; and what attaches it.
 *
 * @param resource what a finding or a difference names: an ARM id, or `namespace/name`
 * @param rule as findings name it: `deny-web (200)`
 */
export function originsOf(said: readonly Said[], resource: string, rule?: string): readonly Origin[] {
	const key = armKey(resource);
	const name = armKey(rule?.replace(/ \(\d+\)$/, '') ?? '');
	const within = said.filter(({id}) => armKey(id) === key || armKey(id).startsWith(`${key}/`));
	const exact = within.filter(({id}) => armKey(armName(id)) === name && armKey(id) !== key);
	const attaching = said.filter(({mentions}) => mentions.some(id => armKey(id) === key));
	const origins = [...(exact.length > 0 ? exact : within), ...attaching].map(({file, address}) => ({file, address}));
	return [...new Map(origins.map(origin => [`${origin.file} ${origin.address}`, origin])).values()];
}
