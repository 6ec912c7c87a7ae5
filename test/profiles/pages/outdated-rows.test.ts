import {describe, expect, test} from 'vitest';
import {outdatedRows} from '../../../source/profiles/pages/outdated-rows.js';
import type {PageExtract} from '../../../source/profiles/pages/page-extract.js';
import {renewExtract} from '../../../source/profiles/pages/renew-extract.js';
import {profileOf} from '../profile-texts.js';

const profile = profileOf(`schemaVersion: 1
name: mine
title: Mine
description: For a test.
status: {state: current, source: a page, date: 2026-01-01}
requirements:
  - {id: kept, title: t, purpose: p, source: a page, revision: old, date: 2026-01-01, from: {kind: nodes}, to: {kind: names, names: [a.io, b.io], hosting: unknown}, ports: 443}
  - {id: lost, title: t, purpose: p, source: a page, revision: old, date: 2026-01-01, from: {kind: nodes}, to: {kind: name, name: c.io, hosting: unknown}, ports: 443}
  - {id: other-port, title: t, purpose: p, source: a page, revision: old, date: 2026-01-01, from: {kind: nodes}, to: {kind: name, name: d.io, hosting: unknown}, ports: 8080}
  - {id: doubted, title: t, purpose: p, source: a page, revision: old, date: 2026-01-01, confidence: unverified, from: {kind: nodes}, to: {kind: name, name: c.io, hosting: unknown}, ports: 443}
  - {id: inferred, title: t, purpose: p, source: a page, revision: old, date: 2026-01-01, confidence: inferred, from: {kind: nodes}, to: {kind: name, name: never.io, hosting: unknown}, ports: 443}
  - {id: elsewhere, title: t, purpose: p, source: another page, date: 2026-01-01, also: [{source: a page, revision: old, date: 2026-01-01}], from: {kind: nodes}, to: {kind: name, name: a.io, hosting: unknown}, ports: 443}
  - {id: was, title: t, purpose: p, source: a page, revision: old, date: 2026-01-01, confidence: retired, since: 2025-01-01, from: {kind: nodes}, to: {kind: name, name: z.io, hosting: unknown}, ports: 443}
`);

function extract(revision: string, facts: readonly string[]): PageExtract {
	return {
		source: 'a page',
		place: {repository: 'a/b', paths: ['c.md']},
		takes: [{kind: 'tables'}],
		revision,
		date: '2026-01-01',
		facts: {Table: [...facts]},
	};
}

const shipped = extract('old', ['tcp 443 a.io', 'tcp 443 b.io', 'tcp 443 c.io', 'tcp 8080 d.io']);
const known = (page: PageExtract, gone = false) => [
	{source: page.source, extract: page, ...(gone ? {gone: true as const} : {})},
];

describe('rows of a page', () => {
	test('that is cited in the revision that is known are not named; what cannot be compared is', () => {
		expect(outdatedRows([profile], known(shipped), [shipped])).toEqual({
			compared: 6,
			pages: [],
			unmentioned: [
				{profile: 'mine', row: 'elsewhere', source: 'another page', why: 'no extract'},
				{profile: 'mine', row: 'was', source: 'a page', why: 'retired'},
			],
		});
	});

	test('with a newer revision are told apart by what still stands there, and what is new is named', () => {
		const now = {
			...extract('new', ['tcp 443 a.io', 'tcp 443 b.io', 'tcp 80 d.io', 'tcp 443 e.io']),
			date: '2026-02-02',
		};
		const [page, ...others] = outdatedRows([profile], known(now), [shipped]).pages;
		expect(others).toEqual([]);
		expect(page).toMatchObject({source: 'a page', now: {revision: 'new', date: '2026-02-02'}});
		expect(page?.added).toEqual(['Table: tcp 80 d.io', 'Table: tcp 443 e.io']);
		expect(page?.rows.map(({row, stands, gone}) => [row, stands, ...gone])).toEqual([
			['kept', 'yes'],
			['lost', 'no', 'tcp 443 c.io'],
			['other-port', 'no', 'tcp 8080 d.io'],
			['doubted', 'no', 'tcp 443 c.io'],
			['inferred', 'to be read'],
			['elsewhere', 'yes'],
		]);
	});

	test('that is gone have lost all that it said', () => {
		const [page] = outdatedRows([profile], known(shipped, true), [shipped]).pages;
		expect(page).not.toHaveProperty('now');
		expect(page?.added).toEqual([]);
		expect(page?.rows.filter(({stands}) => stands === 'no').map(({row}) => row)).toEqual([
			'kept',
			'lost',
			'other-port',
			'doubted',
			'elsewhere',
		]);
	});

	test('without a revision of their own count as outdated', () => {
		const [page] = outdatedRows([profile], known({...shipped, source: 'another page'}), [shipped]).pages;
		expect(page?.rows).toEqual([{profile: 'mine', row: 'elsewhere', date: '2026-01-01', gone: [], stands: 'yes'}]);
	});
});

describe('an extract that is made again', () => {
	const text = '## Table\n\n| Name | Port |\n|---|---|\n| `a.io` | 443 |\n';
	const pinned = {...extract('old', ['tcp 443 a.io'])};

	test('has the revision of the page, also where its facts are the same', () => {
		const now = {revision: 'new', date: '2026-02-02', texts: [`# T\n${text}`]};
		expect(renewExtract(pinned, now, '2026-03-03')).toEqual({...pinned, revision: 'new', date: '2026-02-02'});
	});

	test('of a page without revisions is another one only where its facts are', () => {
		expect(renewExtract(pinned, {texts: [`# T\n${text}`]}, '2026-03-03')).toEqual(pinned);
		const other = renewExtract(pinned, {texts: [`# T\n${text.replace('443', '80')}`]}, '2026-03-03');
		expect(other).toMatchObject({revision: '2026-03-03', date: '2026-03-03', facts: {Table: ['tcp 80 a.io']}});
	});
});
