import {describe, expect, test} from 'vitest';
import {readExtracts} from '../../source/commands/profiles/read-extracts.js';
import {formatPorts} from '../../source/network/port-set.js';
import {templatesFolder} from '../../source/package-root.js';
import {noAnswers} from '../../source/profiles/answers.js';
import {bindProfile} from '../../source/profiles/bind-profile.js';
import type {Cluster} from '../../source/topology/cluster.js';
import {known} from '../../source/topology/known.js';
import {shippedProfile} from './profile-texts.js';
import {cluster, pod, pool, topology} from './small-topology.js';

/** Microsoft's tables of required rules, cloud by cloud, as the extract of the page has them. */
const {'aks-outbound-rules': page} = await readExtracts(templatesFolder('extracts'));
const clouds = {
	eastus: 'Azure Global',
	usgovvirginia: 'Azure US Government',
	chinanorth3: 'Microsoft Azure operated by 21Vianet',
};
const tables = {
	// The rows of the tunnel and of time have exemptions there, for konnectivity-agent and for nodes made after March 2021.
	eastus: tableOf('eastus').filter(row => row.startsWith('tcp 443 ')),
	usgovvirginia: tableOf('usgovvirginia'),
	chinanorth3: tableOf('chinanorth3'),
};

/**
 * `SERVER` is the cluster's API server, for which the page also takes any address, a service tag or a region's addresses.
 * Left out are the rows for custom DNS servers and for pods that call the API server, which stand on conditions of their own.
 */
function tableOf(location: keyof typeof clouds): readonly string[] {
	const part = 'Required outbound network rules and FQDNs for AKS clusters';
	const facts = ['required network rules', 'required FQDN / application rules'].flatMap(
		kind => page?.facts[`${part} › ${clouds[location]} ${kind}`] ?? [],
	);
	const rows = facts
		.filter(fact => !/ (?:\*|RegionCIDRs|CustomDNSIP|AzureCloud\.\S+)$/.test(fact))
		.map(fact => fact.replace(/APIServerPublicIP|\*\.hcp\.\S+/, 'SERVER').replace('{region}', location));
	return [...new Set(rows)].sort();
}

const server = 'aks.hcp.region.example.net';
const agent = pod('kube-system/konnectivity-agent-1', {labels: {app: 'konnectivity-agent'}});

function asked(fields: Partial<Cluster>, more: {agents?: boolean; updates?: string} = {}) {
	const {agents = true, updates} = more;
	const {apiServer} = cluster({apiServer: {fqdn: server}});
	const world = topology({
		cluster: cluster({apiServer, ...fields}),
		kubernetes: {pods: known(agents ? [agent] : [])},
	});
	const parameters = updates === undefined ? {} : {'os-updates': updates};
	return bindProfile(shippedProfile('aks-egress'), world, {...noAnswers, parameters}).flows;
}

function rows(flows: ReturnType<typeof asked>): readonly string[] {
	return flows
		.map(({protocol, ports, to}) => `${protocol} ${formatPorts(ports)} ${to === server ? 'SERVER' : to}`)
		.sort();
}

describe('the core list of AKS', () => {
	test.each(Object.entries(tables))('in %s is that of Microsoft, row by row', (location, table) => {
		expect(table.length).toBeGreaterThan(8);
		expect(rows(asked({location}))).toEqual(table);
	});

	test('names no registry that no table has', () => {
		const all = Object.keys(tables).flatMap(location => rows(asked({location}, {updates: 'yes'})));
		expect(all.filter(row => row.includes('azurecr.io'))).toEqual([]);
	});

	test('in the public cloud asks for tunnel ports only without konnectivity-agent, and is not sure of it', () => {
		const flows = asked({location: 'eastus'}, {agents: false}).filter(({ports}) => formatPorts(ports) !== '443');
		expect(rows(flows)).toEqual(['tcp 9000 SERVER', 'udp 1194 SERVER']);
		expect(flows.map(({confidence}) => confidence)).toEqual(['unverified', 'unverified']);
	});

	test.each(Object.keys(tables))('of a private cluster in %s asks for nothing of the API server', location => {
		const flows = asked({location, apiServer: cluster({apiServer: {privateCluster: true, fqdn: server}}).apiServer});
		expect(rows(flows).filter(row => row.includes('SERVER') || row.includes('.tun.'))).toEqual([]);
	});

	test.each(Object.keys(tables))('of a network isolated cluster in %s asks for nothing', location => {
		expect(rows(asked({location, outboundType: 'none'}))).toEqual([]);
	});

	test('updates of Ubuntu nodes are optional, each with what is lost, and only for Ubuntu', () => {
		const wanted = {updates: 'yes'};
		const flows = asked({location: 'eastus'}, wanted).filter(({confidence}) => confidence === 'optional');
		expect(rows(flows)).toEqual([
			'tcp 443 snapshot.ubuntu.com',
			'tcp 80 azure.archive.ubuntu.com',
			'tcp 80 changelogs.ubuntu.com',
			'tcp 80 security.ubuntu.com',
		]);
		expect(
			flows.every(({remarks}) => remarks.some(remark => remark.startsWith('Optional; without it you lose: '))),
		).toBe(true);
		const others = asked({location: 'eastus', features: ['azure-linux']}, wanted);
		expect(others.filter(({confidence}) => confidence === 'optional')).toEqual([]);
	});

	test('Windows nodes bring their own names', () => {
		const pools = [pool(), pool({name: 'win', osType: 'Windows'})];
		const flows = asked({location: 'eastus', pools, features: ['ubuntu', 'windows']});
		expect(rows(flows).filter(row => !tables.eastus.includes(row))).toEqual([
			'tcp 443 go.microsoft.com',
			'tcp 443 onegetcdn.azureedge.net',
			'tcp 80 *.mp.microsoft.com',
			'tcp 80 ctldl.windowsupdate.com',
			'tcp 80 www.msftconnecttest.com',
		]);
	});
});
