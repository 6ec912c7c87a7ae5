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
