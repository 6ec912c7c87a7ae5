/**
 * Remembers what a pure function made of an object, as long as the object lives. A copy of a world with a change in it
 * shares almost everything with the original, and a proof decodes both.
 */
export function rememberByObject<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
	const made = new WeakMap<Key, {readonly value: Value}>();
	return key => {
		const remembered = made.get(key) ?? {value: make(key)};
		made.set(key, remembered);
		return remembered.value;
	};
}
