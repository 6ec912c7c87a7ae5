import {holds, type LabelExpression, type LabelOwner, type LabelTest} from '../network/label-expression.js';
import type {Labels} from '../network/label-selector.js';

/** Labels of a pod, its namespace and its service account. */
export type LabelChoice = Readonly<Record<LabelOwner, Labels>>;

/** More ways than this to satisfy one expression are not told apart. */
const mostChoices = 64;

const none: LabelChoice = {pod: {}, namespace: {}, account: {}};

/** Labels for which an expression holds: one choice for each way that it may, with nothing that it does not ask for. */
export function labelChoices(expression: LabelExpression): readonly LabelChoice[] {
	return choices(expression, true).filter(choice => holds(expression, choice));
}

function choices(expression: LabelExpression, wanted: boolean): readonly LabelChoice[] {
	switch (expression.kind) {
		case 'test': {
			const {owner, test} = expression;
			return values(test, wanted).map(value => (value === undefined ? none : {...none, [owner]: {[test.key]: value}}));
		}

		case 'not': {
			return choices(expression.part, !wanted);
		}

		case 'and':
		case 'or': {
			const parts = expression.parts.map(part => choices(part, wanted));
			return (expression.kind === 'and') === wanted ? together(parts) : parts.flat().slice(0, mostChoices);
		}
	}
}

function together(parts: readonly (readonly LabelChoice[])[]): readonly LabelChoice[] {
	return parts.reduce<readonly LabelChoice[]>(
		(all, part) => all.flatMap(one => part.map(other => join(one, other))).slice(0, mostChoices),
		[none],
	);
}

function join(a: LabelChoice, b: LabelChoice): LabelChoice {
	return {
		pod: {...a.pod, ...b.pod},
		namespace: {...a.namespace, ...b.namespace},
		account: {...a.account, ...b.account},
	};
}

/** Undefined: without the label. */
function values({operator, values: named}: LabelTest, wanted: boolean): readonly (string | undefined)[] {
	switch (operator) {
		case 'Exists':
		case 'DoesNotExist': {
			return [(operator === 'Exists') === wanted ? 'any' : undefined];
		}

		case 'NotIn': {
			return wanted ? [undefined] : named;
		}

		case 'In':
		case 'Contains':
		case 'StartsWith':
		case 'EndsWith': {
			return wanted ? named : [undefined];
		}
	}
}
