import type {Json} from '../json.js';

/*
 * A value that the change does not tell travels through tables and merges as a text of its own, so that it can be told
 * from a value that is not there, and is found again where it ends up.
 */
const before = '(not told: ';

/** @param why a whole clause: `azurerm_route.out: next_hop_in_ip_address is known only after it was applied` */
export function unreadValue(why: string): string {
	return `${before}${why})`;
}

export function isUnreadValue(value: Json | undefined): value is string {
	return typeof value === 'string' && value.startsWith(before);
}

/** Also where it is a part of a longer text, as in an id that was put together. */
export function whyUnread(text: string): string | undefined {
	const start = text.indexOf(before);
	return start === -1 ? undefined : text.slice(start + before.length, text.indexOf(')', start));
}
