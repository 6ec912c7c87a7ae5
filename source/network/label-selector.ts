export type Labels = Readonly<Record<string, string>>;

export type LabelRequirement = {
	readonly key: string;
	readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
	readonly values: readonly string[];
};

/** A Kubernetes label selector, `matchLabels` already turned into `In` requirements. Empty selects everything. */
export type LabelSelector = readonly LabelRequirement[];

/** All requirements must hold. `NotIn` holds where the label is absent (apimachinery `labels.Requirement.Matches`). */
export function selects(selector: LabelSelector, labels: Labels): boolean {
	return selector.every(({key, operator, values}) => {
		const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
		switch (operator) {
			case 'In': {
				return value !== undefined && values.includes(value);
			}

			case 'NotIn': {
				return value === undefined || !values.includes(value);
			}

			case 'Exists': {
				return value !== undefined;
			}

			case 'DoesNotExist': {
				return value === undefined;
			}
		}
	});
}

/** The keys that decide whether something is selected: pods that agree in all of them need no telling apart. */
export function selectorKeys(selector: LabelSelector): readonly string[] {
	return [...new Set(selector.map(({key}) => key))].sort();
}

/** One text for selectors that say the same in another order; not for all that mean the same. */
export function selectorText(selector: LabelSelector): string {
	const requirements = selector.map(({key, operator, values}) =>
		JSON.stringify([key, operator, ...[...new Set(values)].sort()]),
	);
	return [...new Set(requirements)].sort().join(' ');
}

export function sameSelector(a: LabelSelector, b: LabelSelector): boolean {
	return selectorText(a) === selectorText(b);
}
