import {rememberByObject} from './remember-by-object.js';

/** Remembers the answers to questions about an object, as long as it lives; questions of one key have one answer. */
export function rememberByKey<Owner extends object, Question, Value>(
	keyOf: (question: Question) => string,
	make: (owner: Owner, question: Question) => Value,
): (owner: Owner, question: Question) => Value {
	const answersOf = rememberByObject((_owner: Owner) => new Map<string, {readonly value: Value}>());
	return (owner, question) => {
		const answers = answersOf(owner);
		const key = keyOf(question);
		const known = answers.get(key) ?? {value: make(owner, question)};
		answers.set(key, known);
		return known.value;
	};
}
