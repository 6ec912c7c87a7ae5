import {expect, test} from 'vitest';
import {draftProfile} from '../../source/profiles/draft-profile.js';
import {lintProfile} from '../../source/profiles/lint-profile.js';
import {listProfiles} from '../../source/profiles/load-profile.js';
import {formatProblem} from '../../source/profiles/profile-problem.js';
import {yamlProfile} from '../../source/render/yaml/yaml-profile.js';
import type {Json} from '../../source/topology/world.js';
import {worldOf} from '../helpers/read-world.js';

const profiles = await listProfiles();

function pod(env: Readonly<Record<string, string>>, image = 'mcr.microsoft.com/some:1', namespace = 'shop'): Json {
	const variables = Object.entries(env).map(([name, value]) => ({name, value}));
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name: 'web-1', namespace},
		spec: {containers: [{name: 'web', image, env: variables}]},
	};
}

function external(externalName: string, ...ports: readonly number[]): Json {
	return {
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'outside', namespace: 'shop'},
		spec: {type: 'ExternalName', externalName, ports: ports.map(port => ({port}))},
	};
}

const rowsOf = (...objects: readonly Json[]) =>
	draftProfile('shop', worldOf(objects), profiles)
		.rows.filter(({from}) => from === 'pods')
		.map(({host, port}) => `${host}:${port}`);

test.each([
	['https://api.northlight.net/v1?x=1', ['api.northlight.net:443']],
	['http://API.northlight.net', ['api.northlight.net:80']],
	['https://api.northlight.net:8443', ['api.northlight.net:8443']],
	['postgres://user:secret@db.northlight.net/shop', ['db.northlight.net:5432']],
	['amqps://queue.northlight.net', ['queue.northlight.net:5671']],
	// Inside the cluster, an address, no scheme that is known, no URL.
	['http://orders.shop.svc.cluster.local', []],
	['http://orders.shop.svc', []],
	['http://orders', []],
	['https://20.1.2.3/', []],
	['gopher://old.northlight.net', []],
	['api.northlight.net', []],
	['https://api.northlight.net:99999', []],
])('an environment variable %s hints at %j', (value, hosts) => {
	expect(rowsOf(pod({URL: value}))).toEqual(hosts);
});

test('a service that stands for a name outside hints at it, on its ports or 443', () => {
	expect(rowsOf(external('db.northlight.net', 5432, 6432))).toEqual([
		'db.northlight.net:5432',
		'db.northlight.net:6432',
	]);
	expect(rowsOf(external('api.northlight.net'))).toEqual(['api.northlight.net:443']);
	expect(rowsOf(external('orders.other.svc.cluster.local', 80))).toEqual([]);
});

test('registries that a profile knows are included, others become rows, each once', () => {
	const draft = draftProfile(
		'shop',
		worldOf([
			pod({}, 'nginx'),
			pod({}, 'nvcr.io/a/b:1'),
			pod({}, 'nvcr.io/a/c:1'),
			pod({}, 'quay.io/x/y', 'elsewhere'),
		]),
		profiles,
	);
	expect(draft.includes).toEqual(['docker-hub']);
	expect(draft.rows).toEqual([
		{host: 'nvcr.io', port: 443, from: 'nodes', evidence: 'image nvcr.io/a/b:1 of pod shop/web-1'},
	]);
});

test('what is written is a profile without problems, keeps no credentials, and is unverified row by row', () => {
	const world = worldOf([
		pod({A: 'postgres://user:secret@db.northlight.net/shop', B: 'https://1.northlight.net'}, 'nvcr.io/a/b:1'),
		external('api.northlight.net', 8443),
	]);
	const text = yamlProfile('shop', draftProfile('shop', world, profiles), '2026-11-29');
	expect(lintProfile(text, 'shop.yaml').map(formatProblem)).toEqual([]);
	expect(text).not.toContain('secret');
	expect(text.match(/confidence: unverified/g)).toHaveLength(4);
	expect(text).toContain('source: environment variable A of pod shop/web-1');
});

test('hostile names do no harm to what is written', () => {
	const text = yamlProfile(
		'9\u001b[2J:x',
		{includes: [], rows: [{host: 'a.northlight.net', port: 1, from: 'pods', evidence: 'x\u202e: "y\n- z'}]},
		'2026-11-29',
	);
	expect(lintProfile(text, 'odd.yaml').filter(({severity}) => severity === 'error')).toEqual([]);
	expect(['\u001b', '\u202e'].filter(hidden => text.includes(hidden))).toEqual([]);
});
