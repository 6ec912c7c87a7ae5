import {expect, test} from 'vitest';
import {noAnswers} from '../../source/profiles/answers.js';
import {bindProfiles} from '../../source/profiles/bind-profile.js';
import {contradictions} from '../../source/profiles/contradictions.js';
import {listProfiles} from '../../source/profiles/load-profile.js';
import type {Profile} from '../../source/profiles/profile.js';
import {profileOf, profileText} from './profile-texts.js';
import {topology} from './small-topology.js';

const from = 'from: {kind: nodes}';

function profile(name: string, row: string): Profile {
	return profileOf(profileText({[`${name}-row`]: row}).replace('name: mine', `name: ${name}`));
}

const needed = profile('ours', `${from}\nto: {kind: name, name: a.northlight.net, hosting: unknown}\nports: 443`);

test('one that needs what another says is retired is told, with the date', () => {
	const gone = profile(
		'theirs',
		`${from}\nto: {kind: name, name: a.northlight.net, hosting: unknown}\nports: 443\nconfidence: retired\nsince: 2025-05-31`,
	);
	const said = [
		'theirs says that a.northlight.net, port 443, is not needed since 2025-05-31, and ours needs it; it is checked. Correct the one that is wrong.',
	];
	expect(contradictions([needed, gone])).toEqual(said);
	expect(contradictions([gone, needed])).toEqual(said);
	expect(bindProfiles([needed, gone], topology(), noAnswers).notes).toEqual(expect.arrayContaining(said));
});

test('facts of where a name lies that contradict each other are told; who does not know contradicts nobody', () => {
	const outside = profile(
		'outside',
		`${from}\nto: {kind: name, name: a.northlight.net, hosting: outside-azure}\nports: 443`,
	);
	const inside = profile(
		'inside',
		`${from}\nto: {kind: names, names: [a.northlight.net], hosting: service-tag, tag: Storage}\nports: 443`,
	);
	expect(contradictions([outside, inside])).toEqual([
		'outside says that a.northlight.net lies outside Azure, and inside that it lies in service tag Storage; each row is checked as it is written. Correct the one that is wrong.',
	]);
	expect(contradictions([needed, inside])).toEqual([]);
});

test('the same need twice, or on another port, is no contradiction', () => {
	const other = profile(
		'other',
		`${from}\nto: {kind: name, name: a.northlight.net, hosting: unknown}\nports: 80\nconfidence: retired\nsince: 2025-05-31`,
	);
	expect(contradictions([needed, {...needed, name: 'twice'}, other])).toEqual([]);
});

test('the shipped profiles contradict each other nowhere', async () => {
	expect(contradictions(await listProfiles())).toEqual([]);
});
