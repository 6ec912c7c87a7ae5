import {expect, test} from 'vitest';
import {wizardDependencies} from '../../source/commands/wizard/wizard-dependencies.js';
import {noAnswers} from '../../source/profiles/answers.js';
import {noCorrections} from '../../source/topology/correct-topology.js';
import {createSession} from '../helpers/create-session.js';

test.each(['locked-down', 'classic-firewall'])(
	'on %s a plan for what was found is the one for the same profiles by name, and proves as much',
	async name => {
		const {session} = createSession();
		const dependencies = wizardDependencies(session, {kind: 'sandbox'}, () => {});
		const source = {kind: 'world', name} as const;
		const ask = {source, profiles: [], questions: [], answers: noAnswers, corrections: noCorrections};
		const found = await dependencies.inspect(ask, () => {}, session.signal);
		const named = {...ask, profiles: (found.found ?? []).map(({profile}) => profile)};

		const plan = await dependencies.plan(found, named, {choices: {}, without: []});

		expect(plan.proof.won.length).toBeGreaterThan(5);
		const again = await dependencies.reassess(found, named);
		expect(await dependencies.plan(again, named, {choices: {}, without: []})).toEqual(plan);
	},
);
