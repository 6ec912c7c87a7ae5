import {expect, test} from 'vitest';
import {stepIds} from '../../source/plan/step-id.js';
import {childChange, sampleChanges, sampleIds} from '../helpers/sample-changes.js';

const other = (id: string) => id.replace('/resourceGroups/rg/', '/resourceGroups/Spokes/');
const rule = `${sampleIds.group}/securityRules/web`;

test('an id says type, parent and name', () => {
	expect(stepIds([childChange('security-rule', rule), sampleChanges['authorized-ranges']])).toEqual([
		'security-rule/nsg/web',
		'authorized-ranges/aks',
	]);
});

test('resources of one name are told apart by their resource groups, in one case', () => {
	expect(stepIds([childChange('security-rule', rule), childChange('security-rule', other(rule))])).toEqual([
		'security-rule/nsg/web@s/rg',
		'security-rule/nsg/web@s/spokes',
	]);
	const classic = sampleChanges['classic-collections'];
	expect(stepIds([classic, {...classic, firewall: other(classic.firewall)}])).toEqual([
		'firewall/afw@s/rg',
		'firewall/afw@s/spokes',
	]);
});

test('labels and annotations of one object are two steps', () => {
	const {labels} = sampleChanges;
	expect(stepIds([labels, {...labels, field: 'annotations'}])).toEqual([
		'namespace/shop/labels',
		'namespace/shop/annotations',
	]);
});

test('two changes of one resource are a mistake of ours', () => {
	expect(() => stepIds([childChange('route', rule), childChange('route', rule)])).toThrow('two steps have one id');
});
