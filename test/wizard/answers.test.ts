import {describe, expect, test} from 'vitest';
import {addresses} from '../../source/network/address-set.js';
import {capabilitiesOf} from '../../source/wizard/capabilities.js';
import {windowAround} from '../../source/wizard/list-cursor.js';
import {parseMachines} from '../../source/wizard/machines.js';
import {missingAnswers, type QuestionId, questions} from '../../source/wizard/questions.js';

describe('addresses of machines', () => {
	test.each([
		['20.9.77.140', addresses('20.9.77.140')],
		['', []],
		['20.9.77.140, 20.9.77.141', addresses('20.9.77.140/31')],
	])('%j are taken', (text, value) => {
		expect(parseMachines(text)).toEqual({ok: true, value});
	});

	test.each([
		['10.0.0.4', 'takes public addresses only'],
		['192.168.1.1/32', 'takes public addresses only'],
		['100.64.0.1', 'takes public addresses only'],
		['203.0.113.7', 'takes public addresses only'],
		['0.0.0.0/0', 'smaller network'],
		['20.9.77.140/24', 'has host bits set'],
		['2603:1030::1', 'is an IPv6 address'],
		['20.9.77', 'is not an IPv4 address'],
		['20.9.77.140/33', 'no valid prefix length'],
		['020.9.77.140', 'is not an IPv4 address'],
	])('%s are refused in a sentence', (text, problem) => {
		expect(parseMachines(text)).toMatchObject({ok: false, problem: expect.stringContaining(problem)});
	});
});

describe('questions', () => {
	test('all have a flag', () => {
		for (const {flag, text} of Object.values(questions)) {
			expect(flag).toMatch(/^--[a-z]/);
			expect(text).toMatch(/\?$/);
		}
	});

	test('that nobody answered are listed with their flags, all at once', () => {
		const asked: readonly QuestionId[] = ['cluster', 'profile', 'parameter', 'formats', 'folder'];

		expect(missingAnswers(asked, new Set(['profile'])).map(({id, flag}) => `${id}: ${flag}`)).toEqual([
			'cluster: --resource-group NAME --name NAME (or --world FOLDER, or --sandbox NAME)',
			'formats: --format bash,yaml,markdown',
			'folder: --out FOLDER',
		]);
	});
});

describe('what a terminal can show', () => {
	test.each([
		[{TERM: 'xterm-256color', LANG: 'en_US.UTF-8'}, 'linux', {colour: true, unicode: true}],
		[{TERM: 'xterm', LANG: 'C'}, 'linux', {colour: true, unicode: false}],
		[{TERM: 'xterm', LANG: 'en_US.UTF-8', LC_ALL: 'C'}, 'linux', {colour: true, unicode: false}],
		[{TERM: 'xterm', LC_CTYPE: 'de_DE.utf8'}, 'linux', {colour: true, unicode: true}],
		[{TERM: 'linux', LANG: 'en_US.UTF-8'}, 'linux', {colour: true, unicode: false}],
		[{TERM: 'dumb', LANG: 'en_US.UTF-8'}, 'linux', {colour: false, unicode: false}],
		[{TERM: 'xterm', LANG: 'C.UTF-8', NO_COLOR: '1'}, 'linux', {colour: false, unicode: true}],
		[{TERM: 'xterm', LANG: 'C.UTF-8', NO_COLOR: ''}, 'linux', {colour: true, unicode: true}],
		[{TERM: 'xterm', LANG: 'C.UTF-8', FORCE_COLOR: '0'}, 'linux', {colour: false, unicode: true}],
		[{}, 'win32', {colour: true, unicode: false}],
		[{WT_SESSION: 'x'}, 'win32', {colour: true, unicode: true}],
	])('%o on %s', (env, platform, expected) => {
		expect(capabilitiesOf(env, platform)).toEqual({...expected, screenReader: false});
	});

	test('is words when a screen reader is on', () => {
		expect(capabilitiesOf({INK_SCREEN_READER: 'true'}, 'linux').screenReader).toBe(true);
	});
});

test.each([
	[10, 0, 5, {first: 0, count: 5}],
	[10, 9, 5, {first: 5, count: 5}],
	[10, 5, 5, {first: 3, count: 5}],
	[3, 2, 5, {first: 0, count: 3}],
	[0, 0, 5, {first: 0, count: 0}],
])('of %i rows with %i selected, %i are shown around it', (length, selected, height, expected) => {
	expect(windowAround(length, selected, height)).toEqual(expected);
});
