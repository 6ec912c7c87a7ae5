import {expect, test} from 'vitest';
import {parametersOf} from '../../source/profiles/older-answers.js';

test.each([
	[
		{endpoint: 'private', dataplaneFqdn: 'a.azds.io', parameters: {ingress: 'nginx'}},
		{endpoint: 'private', 'dataplane-fqdn': 'a.azds.io', ingress: 'nginx'},
	],
	[{endpoint: null, dataplaneFqdn: null, parameters: {}}, {}],
	[{endpoint: 'private', parameters: {endpoint: 'none'}}, {endpoint: 'none'}],
	[{}, {}],
])('%j means the parameters %j', (file, parameters) => {
	expect(parametersOf(file)).toEqual(parameters);
});
