import path from 'node:path';
import {expect, test} from 'vitest';
import {saveAnswers} from '../../source/commands/wizard/save-answers.js';
import {addresses} from '../../source/network/address-set.js';
import {noAnswers} from '../../source/profiles/answers.js';
import {noCorrections} from '../../source/topology/correct-topology.js';
import {parseAnswers} from '../../source/workflow/parse-answers.js';
import {createSession} from '../helpers/create-session.js';

test('what was said in a wizard is said again by its answers file, questions as well', async () => {
	const {session} = createSession();
	const file = path.join(session.cwd, 'answers.json');
	const questions = [
		{from: 'claims', to: 'gcr.io:443'},
		{from: 'nodes', to: 'ghcr.io:443'},
	];
	await saveAnswers(file, {
		request: {
			source: {kind: 'world', name: 'locked-down'},
			profiles: ['argo-cd'],
			questions,
			answers: {...noAnswers, machines: addresses('20.9.77.140')},
			corrections: noCorrections,
		},
		choices: {choices: {'a@nsg': 'none'}, without: ['nsg-1']},
	});

	expect(await parseAnswers({answers: file}, session)).toMatchObject({
		profiles: ['argo-cd'],
		questions,
		answers: {machines: addresses('20.9.77.140')},
		choices: {'a@nsg': 'none'},
		without: ['nsg-1'],
	});
	expect(await parseAnswers({answers: file, ask: ['web gcr.io:443']}, session)).toMatchObject({
		questions: [{from: 'web', to: 'gcr.io:443'}],
	});
});
