import {describe, expect, test} from 'vitest';
import {templatesFolder} from '../../../source/package-root.js';
import {noAnswers} from '../../../source/profiles/answers.js';
import {askedProfile} from '../../../source/profiles/asked/asked-profile.js';
import {parseQuestions} from '../../../source/profiles/asked/question.js';
import {bindProfile} from '../../../source/profiles/bind-profile.js';
import {lintProfile} from '../../../source/profiles/lint-profile.js';
import {loadProfile} from '../../../source/profiles/load-profile.js';
import {decodeTopology} from '../../../source/topology/decode/decode-topology.js';
import {denied} from '../../../source/topology/known.js';
import type {Topology} from '../../../source/topology/topology.js';
import {readWorldFolder} from '../../helpers/read-world.js';

const topology = decodeTopology(readWorldFolder(templatesFolder('worlds', 'locked-down')));
const knowing = [await loadProfile('azure-dev-spaces')];

function ask(line: string, world: Topology = topology) {
	const questions = parseQuestions(line);
	return askedProfile(questions.ok ? questions.value : [], world, knowing, '2026-03-01');
}

/** What the only requirement says, or the sentence of the refusal. */
function requirement(line: string, world?: Topology) {
	const asked = ask(line, world);
	return asked.ok ? (asked.value.file['requirements'] as readonly Record<string, unknown>[])[0] : asked.problem;
}

const portal = {kind: 'pods', namespace: 'claims', workload: 'Deployment/portal'};
const scores = {kind: 'pods', namespace: 'claims', labels: {app: 'fraud-scores'}};
const traefik = {kind: 'service', namespace: 'azds', match: [{name: 'traefik'}]};
const webhook = {kind: 'name', hosting: 'unknown'};
const subnet = {kind: 'subnet', name: 'snet-aks', network: 'vnet-claims-weu'};

describe('becomes a requirement', () => {
	test.each([
		[
			'claims gcr.io:443',
			{kind: 'pods', namespace: 'claims'},
			{kind: 'name', name: 'gcr.io', hosting: 'outside-azure'},
		],
		['namespace/claims x.example.org:443', {kind: 'pods', namespace: 'claims'}, {...webhook, name: 'x.example.org'}],
		['portal x.example.org:443', portal, {...webhook, name: 'x.example.org'}],
		['deploy/portal x.example.org:443', portal, {...webhook, name: 'x.example.org'}],
		['claims/deployment/portal x.example.org:443', portal, {...webhook, name: 'x.example.org'}],
		['claims/portal fraud-scores', portal, scores],
		['claims/portal fraud-scores.claims.svc:9000', portal, scores],
		['internet azds/traefik', {kind: 'internet'}, traefik],
		['internet 20.126.19.208:443', {kind: 'internet'}, traefik],
		['snet-aks azds/traefik:443', subnet, traefik],
		['vnet-claims-weu/snet-aks gcr.io:443', subnet, {kind: 'name', name: 'gcr.io', hosting: 'outside-azure'}],
		['nodes api-server', {kind: 'nodes'}, {kind: 'api-server'}],
		['claims kubernetes', {kind: 'pods', namespace: 'claims'}, {kind: 'api-server'}],
		['claims kubernetes.default.svc:443', {kind: 'pods', namespace: 'claims'}, {kind: 'api-server'}],
		[
			'api-server azds-webhook-deployment',
			{kind: 'api-server'},
			{kind: 'pods', namespace: 'azds', workload: 'Deployment/azds-webhook-deployment'},
		],
	])('%s', (line, from, to) => {
		expect(requirement(line)).toMatchObject({from, to});
	});

	test('a pod that is named is the one pod', () => {
		const pod = 'intake-7p6zq59nc-vjmc6';
		expect(requirement(`${pod} gcr.io:443`)).toMatchObject({
			from: {kind: 'pods', namespace: 'claims-priya', name: pod},
		});
	});

	test('addresses stand in a set of their own', () => {
		const asked = ask('20.9.77.140 10.41.0.0/25:22');
		expect(asked).toMatchObject({ok: false});
		const range = ask('claims 52.1.0.0/24:22');
		expect(range.ok && range.value.file['addressSets']).toEqual({
			'claims-to-52-1-0-0-24-22-to': {
				title: '52.1.0.0/24',
				addresses: ['52.1.0.0/24'],
				source: 'asked',
				date: '2026-03-01',
			},
		});
	});

	test('a service is asked on the ports of its pods, and says so', () => {
		expect(requirement('claims/portal billing/ledger:80')).toMatchObject({
			ports: '8080',
			notes: [{text: 'Service billing/ledger sends tcp 80 on to tcp 8080 of its pods, and policies see these.'}],
		});
	});

	test('where a service has no such port, the pods of that name are meant', () => {
		expect(requirement('claims/portal claims/fraud-scores:9001')).toMatchObject({
			to: {kind: 'pods', namespace: 'claims', workload: 'Deployment/fraud-scores'},
			ports: '9001',
		});
	});

	test('a service of two protocols is asked in both, unless a port is named', () => {
		const both = ask('claims kube-dns');
		const one = ask('claims kube-dns:53/udp');
		const protocols = (asked: typeof both) =>
			asked.ok && asked.value.profile.requirements.map(({protocol}) => protocol);
		expect(protocols(both)).toEqual(['tcp', 'udp']);
		expect(protocols(one)).toEqual(['udp']);
	});

	test('every answer binds, and what is written down is a profile without a mistake', () => {
		const asked = ask(
			'claims gcr.io:443 azds/traefik fraud-scores:9000 api-server 52.1.0.4:53/udp AzureDevSpaces.WestEurope:443',
		);
		expect(asked.ok).toBe(true);
		if (asked.ok) {
			const {flows, unbound} = bindProfile(asked.value.profile, topology, noAnswers);
			expect(unbound).toEqual([]);
			expect(flows.length).toBe(asked.value.profile.requirements.length);
			expect(
				lintProfile(JSON.stringify(asked.value.file), 'asked.yaml').filter(({severity}) => severity === 'error'),
			).toEqual([]);
		}
	});

	test('the same question twice has two ids', () => {
		const asked = ask('claims gcr.io:443 gcr.io:443');
		expect(asked.ok && asked.value.profile.requirements.map(({id}) => id)).toEqual([
			'claims-to-gcr-io-443',
			'claims-to-gcr-io-443-2',
		]);
	});
});

describe('is refused in one sentence', () => {
	test.each([
		[
			'intake gcr.io:443',
			'"intake" may be several things; write which: claims-priya/deployment/intake, claims/deployment/intake.',
		],
		[
			'portl gcr.io:443',
			'Nothing here is called "portl": no pod, workload, namespace or subnet. Did you mean claims/deployment/portal?',
		],
		[
			'claims traefk',
			'Nothing here is called "traefk": no pod, workload, namespace, service, subnet or host. Did you mean azds/deployment/traefik?',
		],
		['portal gcr.io', 'gcr.io needs a port; write gcr.io:443, or gcr.io:53/udp.'],
		['claims azds/service/traefik:81/udp', 'Service azds/traefik has no port 81; it has 80/tcp, 443/tcp.'],
		[
			'gcr.io claims',
			'gcr.io is a name on the network, and nothing that was read has it; ask from what stands behind it.',
		],
		['claims internet', 'Connections to internet cannot be checked; name a host or an address, like gcr.io:443.'],
		['claims 10.200.9.9:80', '10.200.9.9 is among the addresses of the cluster’s services'.replace('’', "'")],
		['internet claims/portal', 'Service claims/portal is of type ClusterIP'],
		['internet portal:8080', 'no route leads from the internet to a pod'],
		[
			'internet gcr.io:443',
			'no path is known from the internet to a host; from the internet ask for a LoadBalancer service or nodes.',
		],
		['nodes fraud-scores:9000', 'Service claims/fraud-scores is of type ClusterIP'],
		['fe80::1%eth0 gcr.io:443', 'names a zone of one machine'],
		['10.0.0.0/33 portal:80', '"10.0.0.0/33" has no valid prefix length'],
	])('%s', (line, problem) => {
		expect(requirement(line)).toContain(problem);
	});
});

test('without pods their names are believed, and what depends on them is undecided', () => {
	const blind = {...topology, kubernetes: {...topology.kubernetes, pods: denied('You may not list pods.')}};
	const asked = ask('claims/portal-1 gcr.io:443', blind);
	expect(asked).toMatchObject({ok: true});
	const binding = asked.ok ? bindProfile(asked.value.profile, blind, noAnswers) : undefined;
	expect(binding?.unbound).toMatchObject([
		{verdict: 'undecided', missing: {command: 'kubectl get pods --all-namespaces'}},
	]);
});
