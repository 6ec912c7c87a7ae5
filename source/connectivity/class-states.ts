import {addClass, type ClassSet, classSet, forEachClass, subtractClasses} from './class-set.js';

/**
 * A state for each class of pods, by number: few differ, so a step is computed once for each state it meets and then only
 * looked up for every class.
 */
export type ClassStates<State> = {
	/** Moves some classes on; `change` is asked once for each state and what `inputOf` says of the class. */
	readonly step: (
		classes: ClassSet,
		inputOf: (id: number) => number,
		change: (state: State, input: number) => State,
	) => void;
	/** The states that there are, with the classes in them. */
	readonly partition: () => readonly (readonly [State, ClassSet])[];
};

export function classStates<State>(
	size: number,
	every: ClassSet,
	start: State,
	keyOf: (state: State) => string,
): ClassStates<State> {
	const states: State[] = [start];
	const numbers = new Map([[keyOf(start), 0]]);
	const current = new Int32Array(size);
	const touched = classSet(size);

	function numberOf(state: State): number {
		const key = keyOf(state);
		const known = numbers.get(key);
		if (known !== undefined) {
			return known;
		}

		numbers.set(key, states.length);
		return states.push(state) - 1;
	}

	return {
		step: (classes, inputOf, change) => {
			const known = new Map<number, number>();
			// Neighbours are mostly alike, so the answer before is kept.
			let lastKey = -1;
			let lastTo = 0;
			forEachClass(classes, id => {
				const from = current[id] ?? 0;
				const input = inputOf(id);
				// Numbers stay far below 2^26, so that the pair is exact in a double.
				const key = from * 2 ** 26 + input;
				if (key !== lastKey) {
					let to = known.get(key);
					if (to === undefined) {
						const state = states[from];
						to = state === undefined ? from : numberOf(change(state, input));
						known.set(key, to);
					}

					lastKey = key;
					lastTo = to;
				}

				current[id] = lastTo;
			});
			for (const [index, word] of classes.entries()) {
				touched[index] = (touched[index] ?? 0) | word;
			}
		},
		partition: () => {
			const sets = new Map<number, ClassSet>([[0, subtractClasses(every, touched)]]);
			forEachClass(touched, id => {
				const number = current[id] ?? 0;
				let set = sets.get(number);
				if (set === undefined) {
					set = classSet(size);
					sets.set(number, set);
				}

				addClass(set, id);
			});
			return [...sets].flatMap(([number, set]) => {
				const state = states[number];
				return state === undefined || set.every(word => word === 0) ? [] : [[state, set] as const];
			});
		},
	};
}
