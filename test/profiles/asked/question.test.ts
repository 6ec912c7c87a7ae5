import {describe, expect, test} from 'vitest';
import {parseQuestionLines, parseQuestions} from '../../../source/profiles/asked/question.js';
import {parseTarget} from '../../../source/profiles/asked/target.js';

describe('a line', () => {
	test.each([
		['web gcr.io:443', [{from: 'web', to: 'gcr.io:443'}]],
		['  web   →  gcr.io:443 ', [{from: 'web', to: 'gcr.io:443'}]],
		[
			'web -> a.io:443 b.io:80',
			[
				{from: 'web', to: 'a.io:443'},
				{from: 'web', to: 'b.io:80'},
			],
		],
	])('%j', (line, value) => {
		expect(parseQuestions(line)).toEqual({ok: true, value});
	});

	test.each(['', 'web', '→', 'web ->'])('%j is no question', line => {
		expect(parseQuestions(line)).toMatchObject({ok: false, problem: expect.stringContaining('write FROM and TO')});
	});
});

describe('lines', () => {
	test('empty lines and remarks say nothing', () => {
		expect(parseQuestionLines('# both\r\nweb gcr.io:443 # pulls\r\n\n web azds/traefik\n')).toEqual({
			ok: true,
			value: [
				{from: 'web', to: 'gcr.io:443'},
				{from: 'web', to: 'azds/traefik'},
			],
		});
	});

	test('the line at fault is named', () => {
		expect(parseQuestionLines('web gcr.io:443\nweb\n')).toMatchObject({
			ok: false,
			problem: expect.stringMatching(/^Line 2: "web" is not a question/),
		});
	});

	test.each(['', '\n# nothing\n'])('%j holds none', text => {
		expect(parseQuestionLines(text)).toEqual({ok: false, problem: 'There is no question in it.'});
	});
});

describe('what is called', () => {
	test.each([
		['gcr.io:443', 'gcr.io', '443', undefined],
		['gcr.io', 'gcr.io', undefined, undefined],
		['kube-system/kube-dns:53/udp', 'kube-system/kube-dns', '53', 'udp'],
		['kube-system/kube-dns:UDP/53', 'kube-system/kube-dns', '53', 'udp'],
		['10.1.0.0/16:80,8000-8010/tcp', '10.1.0.0/16', '80,8000-8010', 'tcp'],
		['azds/traefik', 'azds/traefik', undefined, undefined],
		['azds/traefik:*', 'azds/traefik', '*', undefined],
		['https://gcr.io/v2/?n=1', 'gcr.io', '443', undefined],
		['http://gcr.io', 'gcr.io', '80', undefined],
		['https://gcr.io:8443', 'gcr.io', '8443', undefined],
	])('%s', (text, place, ports, protocol) => {
		expect(parseTarget(text)).toEqual({ok: true, value: {place, ports, protocol}});
	});

	test.each([
		['gcr.io:', '"" is not a port'],
		['gcr.io:https', '"https" is not a port'],
		['gcr.io:70000', '"70000" is not a port'],
		['gcr.io:53/udp/x', 'neither a port nor a port with its protocol'],
		['gcr.io:udp', 'neither a port nor a port with its protocol'],
		[':443', 'does not say what is called'],
		['redis://cache', 'not known which port redis uses'],
		['[2001:db8::1]:x', 'not a port'],
		['2001:db8::1', 'write it in brackets'],
	])('%s is refused', (text, problem) => {
		expect(parseTarget(text)).toMatchObject({ok: false, problem: expect.stringContaining(problem)});
	});
});
