import {expect, test} from 'vitest';
import {mappedTypes, mappingOf} from '../../../source/sandbox/proposal/terraform/families/families.js';
import type {Rules} from '../../../source/sandbox/proposal/terraform/families/mapping.js';
import {modelNamed, modelOfResource} from '../../../source/sandbox/world/forms/arm-model.js';

type Model = NonNullable<ReturnType<typeof modelOfResource>>;

/** Where a rule leads that ARM's own model does not know. */
function unknownPlaces(rules: Rules, model: Model | undefined, path: string): readonly string[] {
	return Object.entries(rules).flatMap(([attribute, rule]) => {
		const {to, in: inner = {}} = typeof rule === 'object' ? rule : {to: rule, in: {}};
		let current = model;
		for (const [index, segment] of to
			.split('.')
			.filter(part => part !== '')
			.entries()) {
			const name = segment.replace('[]', '').toLowerCase();
			const field = current?.own.get(name) ?? current?.properties?.get(name);
			if (field === undefined) {
				return [`${path}${attribute} → ${to}`];
			}

			current = modelNamed(field.model);
			expect(index).toBeLessThan(4);
		}

		return unknownPlaces(inner, current, `${path}${attribute}.`);
	});
}

test.each(mappedTypes.map(type => [type] as const))('every attribute of %s has a place in ARM', type => {
	const mapping = mappingOf(type);
	expect(unknownPlaces(mapping?.rules ?? {}, modelOfResource(idOfType(mapping?.type ?? '')), '')).toEqual([]);
});

function idOfType(type: string): string {
	const [namespace = '', ...types] = type.split('/');
	return `/subscriptions/s/resourceGroups/g/providers/${namespace}/${types.map(name => `${name}/n`).join('/')}`;
}
