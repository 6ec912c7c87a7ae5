import {type LabelTest, passesTest} from '../network/label-expression.js';
import type {Labels} from '../network/label-selector.js';
import {
	addClass,
	type ClassSet,
	classSet,
	everyClass,
	intersectClasses,
	subtractClasses,
	unionClasses,
} from './class-set.js';

/** Finds the classes that a selector selects without looking at each class: by bit sets per label. */
export type SelectorIndex = (selector: readonly LabelTest[]) => ClassSet;

type KeyEntry = {readonly present: ClassSet; readonly byValue: Map<string, ClassSet>};

/** `labels[i]` are the labels of class `i`. */
export function selectorIndex(labels: readonly Labels[]): SelectorIndex {
	const size = labels.length;
	const every = everyClass(size);
	const none = classSet(size);
	const keys = new Map<string, KeyEntry>();
	for (const [index, own] of labels.entries()) {
		for (const [key, value] of Object.entries(own)) {
			let entry = keys.get(key);
			if (entry === undefined) {
				entry = {present: classSet(size), byValue: new Map()};
				keys.set(key, entry);
			}

			let members = entry.byValue.get(value);
			if (members === undefined) {
				members = classSet(size);
				entry.byValue.set(value, members);
			}

			addClass(entry.present, index);
			addClass(members, index);
		}
	}

	const known = new Map<string, ClassSet>();
	return selector => {
		const text = JSON.stringify(selector);
		let selected = known.get(text);
		if (selected === undefined) {
			selected = selector.reduce((set, test) => {
				const {operator, values} = test;
				const entry = keys.get(test.key);
				const present = entry?.present ?? none;
				const named = () => values.reduce((sum, value) => unionClasses(sum, entry?.byValue.get(value) ?? none), none);
				switch (operator) {
					case 'In': {
						return intersectClasses(set, named());
					}

					// Holds where the label is absent (apimachinery `labels.Requirement.Matches`).
					case 'NotIn': {
						return subtractClasses(set, named());
					}

					case 'Exists': {
						return intersectClasses(set, present);
					}

					case 'DoesNotExist': {
						return subtractClasses(set, present);
					}

					default: {
						const passing = [...(entry?.byValue ?? [])].filter(([value]) => passesTest(test, value));
						return intersectClasses(
							set,
							passing.reduce((sum, [, members]) => unionClasses(sum, members), none),
						);
					}
				}
			}, every);
			known.set(text, selected);
		}

		return selected;
	};
}
