import {at, type Json, type JsonObject, objectAt, textAt} from '../json.js';
import {badRequest} from './status.js';

type Test = (labels: JsonObject) => boolean;

/** The text form of a label selector: `a=b,c!=d,e in (f,g),h,!i`. */
export function labelTest(selector: string | null): Test {
	if (selector === null || selector.trim() === '') {
		return () => true;
	}

	const tests = selector.split(/,(?![^(]*\))/).map(term => parseTerm(term.trim()));
	return labels => tests.every(test => test(labels));
}

function parseTerm(term: string): Test {
	const [, setKey = '', not, values = ''] = /^(\S+)\s+(not)?in\s*\(([^)]*)\)$/.exec(term) ?? [];
	if (setKey !== '') {
		const wanted = values.split(',').map(value => value.trim());
		return labels => wanted.includes(labelValue(labels, setKey) ?? '\0') !== (not !== undefined);
	}

	const [, key = '', operator = '', value = ''] = /^([^=!\s]+)\s*(!=|==?)\s*(\S*)$/.exec(term) ?? [];
	if (key !== '') {
		return labels => (labelValue(labels, key) === value) === (operator !== '!=');
	}

	const [, absent, name = ''] = /^(!?)([\w./-]+)$/.exec(term) ?? [];
	if (name === '') {
		throw badRequest(`unable to parse requirement: found '${term}'`);
	}

	return labels => Object.hasOwn(labels, name) === (absent === '');
}

function labelValue(labels: JsonObject, key: string): string | undefined {
	const value: Json | undefined = at(labels, key);
	return typeof value === 'string' ? value : undefined;
}

/** The API server knows a few field selectors per kind; these serve metadata and the fields of pods. */
export function fieldTest(selector: string | null): (object: JsonObject) => boolean {
	const terms = (selector ?? '').split(',').filter(term => term !== '');
	const tests = terms.map(term => {
		const [, path = '', operator = '', value = ''] = /^([^=!]+)(!=|==?)(.*)$/.exec(term) ?? [];
		return (object: JsonObject) => (textAt(object, ...path.split('.')) === value) === (operator !== '!=');
	});
	return object => tests.every(test => test(object));
}

export function labelsOf(object: JsonObject): JsonObject {
	return objectAt(object, 'metadata', 'labels');
}
