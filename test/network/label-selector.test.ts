import {expect, test} from 'vitest';
import {
	type LabelRequirement,
	type Labels,
	sameSelector,
	selectorKeys,
	selects,
} from '../../source/network/label-selector.js';

const inDevOrTest: LabelRequirement = {key: 'env', operator: 'In', values: ['dev', 'test']};
const notInProduction: LabelRequirement = {key: 'env', operator: 'NotIn', values: ['production']};
const hasTeam: LabelRequirement = {key: 'team', operator: 'Exists', values: []};
const hasNoTeam: LabelRequirement = {key: 'team', operator: 'DoesNotExist', values: []};

// apimachinery pkg/labels: NotIn also holds where the key is absent.
test.each<[string, readonly LabelRequirement[], Labels, boolean]>([
	['nothing asked selects everything', [], {}, true],
	['In', [inDevOrTest], {env: 'dev'}, true],
	['In, another value', [inDevOrTest], {env: 'production'}, false],
	['In, absent', [inDevOrTest], {}, false],
	['NotIn', [notInProduction], {env: 'dev'}, true],
	['NotIn, that value', [notInProduction], {env: 'production'}, false],
	['NotIn, absent', [notInProduction], {}, true],
	['Exists', [hasTeam], {team: ''}, true],
	['Exists, absent', [hasTeam], {}, false],
	['DoesNotExist', [hasNoTeam], {}, true],
	['DoesNotExist, present', [hasNoTeam], {team: 'a'}, false],
	['all must hold', [inDevOrTest, hasTeam], {env: 'dev'}, false],
	['a key that every object inherits', [{...hasTeam, key: 'constructor'}], {}, false],
])('%s', (_, selector, labels, expected) => {
	expect(selects(selector, labels)).toBe(expected);
});

test('selectors are the same whatever the order of requirements and values', () => {
	const turned: LabelRequirement = {...inDevOrTest, values: ['test', 'dev', 'dev']};
	expect(sameSelector([inDevOrTest, hasTeam], [hasTeam, turned])).toBe(true);
	expect(sameSelector([inDevOrTest], [notInProduction])).toBe(false);
	expect(sameSelector([{...inDevOrTest, values: ['a b']}], [{...inDevOrTest, values: ['a', 'b']}])).toBe(false);
	expect(selectorKeys([hasTeam, inDevOrTest, notInProduction])).toEqual(['env', 'team']);
});
