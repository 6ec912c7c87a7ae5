import {isObject} from '../topology/json.js';
import type {Json} from '../topology/world.js';

/** Set by the service, never by whoever writes. */
const serverFields = new Set([
	'etag',
	'eTag',
	'provisioningState',
	'resourceGuid',
	'size',
	'uid',
	'resourceVersion',
	'generation',
	'creationTimestamp',
	'managedFields',
	'status',
	// Set by Azure on a route, after what else it knows of the table.
	'hasBgpOverride',
]);

type Rules = {
	/** ARM takes names, host names and enumerations in any case and may answer in another one. */
	readonly ignoreCase: boolean;
	/** In Kubernetes an empty selector selects everything, and one that is not there nothing. */
	readonly emptyObjectMatters: boolean;
};

export const armRules: Rules = {ignoreCase: true, emptyObjectMatters: false};
export const kubeRules: Rules = {ignoreCase: false, emptyObjectMatters: true};

/**
 * Whether what is there now is what was meant. Services add defaults: a plain value that was not named may be there. A
 * list or an object that was not named may not (another address in a rule is another rule). The order of a list means
 * nothing in anything we write, and "not set", null and empty are the same.
 */
export function sameSettings(wanted: Json | undefined, now: Json | undefined, rules: Rules): boolean {
	if (isEmpty(wanted, rules)) {
		return isEmpty(now, rules) || !isStructure(now);
	}

	if (Array.isArray(wanted)) {
		return Array.isArray(now) && sameList(wanted, now, rules);
	}

	if (isObject(wanted)) {
		return isObject(now) && sameFields(wanted, now, rules);
	}

	return spelled(wanted, rules) === spelled(now, rules);
}

function sameFields(wanted: {readonly [key: string]: Json | undefined}, now: typeof wanted, rules: Rules): boolean {
	const names = new Set([...Object.keys(wanted), ...Object.keys(now)].filter(name => !serverFields.has(name)));
	return [...names].every(name => sameSettings(wanted[name], now[name], rules));
}

/** Same length, and every item finds a partner of its own. */
function sameList(wanted: readonly Json[], now: readonly Json[], rules: Rules): boolean {
	const left = [...now];
	return (
		wanted.length === now.length &&
		wanted.every(item => {
			const at = left.findIndex(candidate => sameSettings(item, candidate, rules));
			left.splice(at, at < 0 ? 0 : 1);
			return at >= 0;
		})
	);
}

/** 443 and "443" are one port to ARM, which answers with either. */
function spelled(value: Json | undefined, {ignoreCase}: Rules): string {
	const text = String(value);
	return ignoreCase ? text.toLowerCase() : text;
}

function isEmpty(value: Json | undefined, rules: Rules): boolean {
	return (
		value === undefined ||
		value === null ||
		value === '' ||
		(Array.isArray(value) && value.length === 0) ||
		(!rules.emptyObjectMatters && isObject(value) && Object.values(value).every(item => isEmpty(item, rules)))
	);
}

function isStructure(value: Json | undefined): boolean {
	return Array.isArray(value) || isObject(value);
}
