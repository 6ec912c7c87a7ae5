import type {LabelRequirement, Labels} from './label-selector.js';

/** Whose labels a test looks at: the pod's own, those of its namespace, those of its service account. */
export type LabelOwner = 'pod' | 'namespace' | 'account';

/** What a test of one label asks. The last three look into the value; they do not hold where the label is absent. */
export type LabelTest = Omit<LabelRequirement, 'operator'> & {
	readonly operator: LabelRequirement['operator'] | 'Contains' | 'StartsWith' | 'EndsWith';
};

/** A condition on labels with `and`, `or` and `not`, for languages that say more than a Kubernetes selector. */
export type LabelExpression =
	| {readonly kind: 'test'; readonly owner: LabelOwner; readonly test: LabelTest}
	/** Without parts it always holds. */
	| {readonly kind: 'and'; readonly parts: readonly LabelExpression[]}
	/** Without parts it never holds. */
	| {readonly kind: 'or'; readonly parts: readonly LabelExpression[]}
	| {readonly kind: 'not'; readonly part: LabelExpression};

export const always: LabelExpression = {kind: 'and', parts: []};

export const never: LabelExpression = {kind: 'or', parts: []};

export function allOf(parts: readonly LabelExpression[]): LabelExpression {
	const flat = parts.flatMap(part => (part.kind === 'and' ? part.parts : [part]));
	return flat.length === 1 && flat[0] !== undefined ? flat[0] : {kind: 'and', parts: flat};
}

/** Whether some value, undefined where the label is absent, passes. */
export function passesTest({operator, values}: LabelTest, value: string | undefined): boolean {
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

		case 'Contains': {
			return value !== undefined && values.some(part => value.includes(part));
		}

		case 'StartsWith': {
			return value !== undefined && values.some(part => value.startsWith(part));
		}

		case 'EndsWith': {
			return value !== undefined && values.some(part => value.endsWith(part));
		}
	}
}

export function holds(expression: LabelExpression, labels: Readonly<Record<LabelOwner, Labels>>): boolean {
	switch (expression.kind) {
		case 'test': {
			const {owner, test} = expression;
			const own = labels[owner];
			return passesTest(test, Object.hasOwn(own, test.key) ? own[test.key] : undefined);
		}

		case 'and': {
			return expression.parts.every(part => holds(part, labels));
		}

		case 'or': {
			return expression.parts.some(part => holds(part, labels));
		}

		case 'not': {
			return !holds(expression.part, labels);
		}
	}
}

/** Every test in it, with whose labels it looks at. */
export function testsOf(expression: LabelExpression): readonly Extract<LabelExpression, {kind: 'test'}>[] {
	switch (expression.kind) {
		case 'test': {
			return [expression];
		}

		case 'and':
		case 'or': {
			return expression.parts.flatMap(testsOf);
		}

		case 'not': {
			return testsOf(expression.part);
		}
	}
}
