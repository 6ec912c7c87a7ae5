import type {LabelRequirement, LabelSelector} from '../../../network/label-selector.js';
import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import {isObject} from '../../json.js';
import type {Json} from '../../world.js';

/** A `metav1.LabelSelector`. Absent and empty select everything; who needs to tell them apart looks before. */
export function decodeLabelSelector(selector: Json | undefined): Parsed<LabelSelector> {
	if (selector === undefined || selector === null) {
		return parsed([]);
	}

	if (!isObject(selector)) {
		return refused('a selector is not an object');
	}

	const {matchLabels, matchExpressions, ...others} = selector;
	const [unknown] = Object.keys(others);
	if (unknown !== undefined) {
		return refused(`a selector has the field ${JSON.stringify(unknown)}, which is not known here`);
	}

	const labels = decodeMatchLabels(matchLabels);
	if (!labels.ok) {
		return labels;
	}

	const expressions = decodeMatchExpressions(matchExpressions);
	return expressions.ok ? parsed([...labels.value, ...expressions.value]) : expressions;
}

function decodeMatchLabels(matchLabels: Json | undefined): Parsed<readonly LabelRequirement[]> {
	if (matchLabels === undefined || matchLabels === null) {
		return parsed([]);
	}

	if (!isObject(matchLabels)) {
		return refused('matchLabels is not an object');
	}

	const requirements: LabelRequirement[] = [];
	for (const [key, value] of Object.entries(matchLabels)) {
		if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
			return refused(`matchLabels ${JSON.stringify(key)} is not a text`);
		}

		requirements.push({key, operator: 'In', values: [String(value)]});
	}

	return parsed(requirements);
}

function decodeMatchExpressions(matchExpressions: Json | undefined): Parsed<readonly LabelRequirement[]> {
	if (matchExpressions === undefined || matchExpressions === null) {
		return parsed([]);
	}

	if (!Array.isArray(matchExpressions)) {
		return refused('matchExpressions is not a list');
	}

	const requirements: LabelRequirement[] = [];
	for (const expression of matchExpressions as readonly Json[]) {
		const requirement = decodeExpression(expression);
		if (!requirement.ok) {
			return requirement;
		}

		requirements.push(requirement.value);
	}

	return parsed(requirements);
}

function decodeExpression(expression: Json): Parsed<LabelRequirement> {
	if (!isObject(expression)) {
		return refused('an entry of matchExpressions is not an object');
	}

	const {key, operator} = expression;
	const values = expression['values'] ?? [];
	if (typeof key !== 'string' || key === '') {
		return refused('an entry of matchExpressions has no key');
	}

	if (!Array.isArray(values) || !values.every(value => typeof value === 'string')) {
		return refused(`the values of the label ${key} are not a list of texts`);
	}

	switch (operator) {
		case 'In':
		case 'NotIn': {
			return values.length > 0
				? parsed({key, operator, values})
				: refused(`${operator} on the label ${key} names no value`);
		}

		case 'Exists':
		case 'DoesNotExist': {
			return values.length === 0
				? parsed({key, operator, values})
				: refused(`${operator} on the label ${key} takes no values`);
		}

		default: {
			return refused(`the operator ${JSON.stringify(operator ?? null)} on the label ${key} is not known here`);
		}
	}
}
