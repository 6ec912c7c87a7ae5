import {expect, test} from 'vitest';
import {noAnswers} from '../../source/profiles/answers.js';
import {homeAnswers} from '../../source/workflow/home-answers.js';
import {shippedProfile} from '../profiles/profile-texts.js';

const devSpaces = shippedProfile('azure-dev-spaces');

/** A home folder with one settings file. */
function settings(value: string | undefined) {
	const asked: string[] = [];
	return {
		asked,
		read: async ({path, field}: {path: string; field: string}) => {
			asked.push(`${path} ${field}`);
			return value;
		},
	};
}

test.each([
	['AZDS-1.eus.azds.io', {'dataplane-fqdn': 'azds-1.eus.azds.io'}],
	['https://azds-1.eus.azds.io/', {}],
	['evil.example.com', {}],
	[undefined, {}],
])('%s in the settings of the client answers %j', async (value, answers) => {
	const home = settings(value);

	expect(await homeAnswers([devSpaces], noAnswers, home.read)).toEqual(answers);
	expect(home.asked).toEqual(['.azds/settings.json dataplaneFqdn']);
});

test('no file is looked into for what a person said, or for profiles that name none', async () => {
	const home = settings('azds-1.eus.azds.io');
	const said = {...noAnswers, parameters: {'dataplane-fqdn': 'azds-2.eus.azds.io'}};

	expect(await homeAnswers([devSpaces], said, home.read)).toEqual({});
	expect(await homeAnswers([shippedProfile('argo-cd')], noAnswers, home.read)).toEqual({});
	expect(home.asked).toEqual([]);
});
