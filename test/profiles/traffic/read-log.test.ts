import {describe, expect, test} from 'vitest';
import {draftTraffic} from '../../../source/profiles/traffic/draft-traffic.js';
import {type LogKind, readLog} from '../../../source/profiles/traffic/read-log.js';

/** The whole text at once, or cut into pieces of a few characters: a log comes in pieces that end anywhere. */
function read(kind: LogKind, text: string, piece = text.length || 1) {
	const reader = readLog(kind);
	for (let at = 0; at < text.length; at += piece) {
		reader.push(text.slice(at, at + piece));
	}

	return reader.end();
}

function shown(kind: LogKind, text: string): readonly string[] {
	return draftTraffic(read(kind, text).rows, false).map(({to, from, protocol, ports}) => {
		const where =
			to.kind === 'name'
				? to.name
				: to.kind === 'addresses'
					? to.addresses.join(' ')
					: to.kind === 'pods'
						? `${to.namespace} ${to.workload}`
						: to.kind;
		return `${from.kind === 'pods' ? `${from.namespace} ${from.workload} ` : ''}${protocol} ${ports} ${where}`;
	});
}

const application = {
	TimeGenerated: '2026-03-01T10:00:00Z',
	Protocol: 'HTTPS',
	SourceIp: '10.1.0.4',
	DestinationPort: 443,
	Fqdn: 'API.northlight.net',
	Action: 'Deny',
};
const network = {
	TimeGenerated: '2026-03-01T11:00:00Z',
	Protocol: 'TCP',
	SourceIp: '10.1.0.5',
	DestinationIp: '20.1.2.4',
	DestinationPort: 5432,
	Action: 'Deny',
};

const csv = [
	'TimeGenerated [UTC],Protocol,SourceIp,DestinationPort,Fqdn,DestinationIp,Action,ActionReason',
	'"3/1/2026, 10:00:00.000 AM",HTTPS,10.1.0.4,443,api.northlight.net,,Deny,"No rule, ""none"" matched"',
	'"3/1/2026, 11:00:00.000 AM",TCP,10.1.0.5,5432,,20.1.2.4,Deny,"Default',
	'Action"',
	'"3/1/2026, 11:00:00.000 AM",TCP,10.1.0.5,22,,20.1.2.4,Allow,',
].join('\r\n');

const json = (value: unknown, space?: number) => JSON.stringify(value, undefined, space);

/** The same two denials and one that was let through, in every form in which they come. */
const forms: Readonly<Record<string, string>> = {
	'CSV of the portal, quoted and over two lines': csv,
	'CSV with semicolons': csv.replaceAll(',', ';').replaceAll('3/1/2026;', '3/1/2026,'),
	'JSON lines': [application, network, {...network, Action: 'Allow'}].map(row => json(row)).join('\n'),
	'an array, as az prints it': json([application, network, {...network, Action: 'Allow'}], 2),
	'the tables of the API': json({
		tables: [
			{
				columns: Object.keys({...application, DestinationIp: ''}).map(name => ({name})),
				rows: [
					['2026-03-01T10:00:00Z', 'HTTPS', '10.1.0.4', 443, 'api.northlight.net', 'Deny', null],
					['2026-03-01T11:00:00Z', 'TCP', '10.1.0.5', 5432, null, 'Deny', '20.1.2.4'],
					['2026-03-01T11:00:00Z', 'TCP', '10.1.0.5', 22, null, 'Allow', '20.1.2.4'],
				],
			},
		],
	}),
	'the older sentence': [
		{
			TimeGenerated: '2026-03-01T10:00:00Z',
			msg_s:
				'HTTPS request from 10.1.0.4:5564 to api.northlight.net:443. Action: Deny. No rule matched. Proceeding with default action',
		},
		{TimeGenerated: '2026-03-01T11:00:00Z', msg_s: 'TCP request from 10.1.0.5:5564 to 20.1.2.4:5432. Action: Deny'},
		{TimeGenerated: '2026-03-01T11:00:00Z', msg_s: 'TCP request from 10.1.0.5:5564 to 20.1.2.4:22. Action: Allow'},
	]
		.map(row => json(row))
		.join('\n'),
	'the older sentence in a storage account': [
		{
			time: '2026-03-01T10:00:00Z',
			properties: {msg: 'HTTPS request from 10.1.0.4:5564 to api.northlight.net:443. Action: Deny.'},
		},
		{time: '2026-03-01T11:00:00Z', properties: {msg: 'TCP request from 10.1.0.5:5564 to 20.1.2.4:5432 was denied'}},
		{time: '2026-03-01T11:00:00Z', properties: {msg: 'UDP request from 10.1.0.5:5564 to 20.1.2.4:22. Action: Allow'}},
	]
		.map(row => json(row))
		.join('\n'),
};

describe.each(Object.entries(forms))('denials of a firewall in %s', (_, text) => {
	test('are read, in whatever pieces they come', () => {
		for (const piece of [1, 7, 64, text.length]) {
			const summary = read('firewall-log', text, piece);
			expect(summary).toMatchObject({seen: 2, passedOver: 1, bad: 0});
			expect(draftTraffic(summary.rows, false).map(({evidence}) => evidence)).toEqual([
				'denied once, at 2026-03-01T10:00:00Z, by 10.1.0.4',
				'denied once, at 2026-03-01T11:00:00Z, by 10.1.0.5',
			]);
		}

		expect(shown('firewall-log', text)).toEqual(['tcp 443 api.northlight.net', 'tcp 5432 20.1.2.4/32']);
	});
});

describe('what was seen', () => {
	const denial = (fields: object) => json({...application, ...fields});

	test('of one host comes together with its ports; no two hosts make a pattern', () => {
		const lines = [
			denial({Fqdn: 'a.northlight.net'}),
			denial({Fqdn: 'a.northlight.net', DestinationPort: 8443}),
			denial({Fqdn: 'b.northlight.net'}),
			denial({Fqdn: 'b.northlight.net.', Protocol: 'HTTP', DestinationPort: 80}),
		];
		expect(shown('firewall-log', lines.join('\n'))).toEqual([
			'tcp 443,8443 a.northlight.net',
			'tcp 80,443 b.northlight.net',
		]);
	});

	test('of addresses on the same port comes together as just these', () => {
		const lines = ['20.1.2.4', '20.1.2.5', '20.1.2.7'].map(to => json({...network, DestinationIp: to}));
		expect(shown('firewall-log', lines.join('\n'))).toEqual(['tcp 5432 20.1.2.4/31 20.1.2.7/32']);
	});

	test('is counted from the first to the last time, and says nobody on request', () => {
		const rows = read(
			'firewall-log',
			[denial({TimeGenerated: '2026-03-02T00:00:00Z'}), denial({}), denial({SourceIp: '10.1.0.9'})].join('\n'),
		).rows;
		expect(draftTraffic(rows, false)[0]?.evidence).toBe(
			'denied 3 times, from 2026-03-01T10:00:00Z to 2026-03-02T00:00:00Z, by 10.1.0.4, 10.1.0.9',
		);
		expect(draftTraffic(rows, true)[0]?.evidence).not.toContain('10.1.0');
	});

	test('of more places than anybody looks through is counted, not kept', () => {
		const lines = Array.from({length: 5010}, (_, index) => denial({Fqdn: `h${index}.northlight.net`}));
		const {rows, beyond} = read('firewall-log', lines.join('\n'));
		expect([rows.length, beyond]).toEqual([5000, 10]);
	});
});

describe('a bad line', () => {
	test.each([
		['firewall-log', `${json(network)}\n{"Action": "Deny", \n${json(network)}`, 2, 'it is not JSON, or it is cut off'],
		['firewall-log', json({...network, DestinationPort: 99_999}), 1, 'its port is not a port number'],
		[
			'firewall-log',
			json({...network, DestinationIp: '20.1.2.400'}),
			1,
			'its destination is neither a name nor an IPv4 address',
		],
		['firewall-log', json({...application, Fqdn: ''}), 1, 'it names no destination'],
		['firewall-log', json({msg_s: 'nothing that is known'}), 1, 'its msg_s is not a known request'],
		['firewall-log', json({hello: 'you'}), 1, 'it has neither an Action nor a msg_s'],
		['firewall-log', `${csv}\nDeny,443`, 6, 'it has 2 columns and the header 8'],
		['firewall-log', `${csv}\n"3/1/2026, 11:00`, 6, 'the file ends in the middle of it'],
		['firewall-log', `[\n${json(network)},\n{"Action": "De`, 3, 'the file ends in the middle of it'],
		['hubble-flows', 'no flow', 1, 'it is not JSON, or it is cut off'],
		['hubble-flows', '{"hello": 1}', 1, 'it is not a flow'],
		['proxy-list', 'ghcr.io\nnot_a host!', 2, 'it holds something that is not a host'],
		['proxy-list', 'acl web url_regex ^http', 1, 'only dstdomain says hosts, not url_regex'],
	] as const)('of %s, %j, is named by its line, without what stands in it', (kind, text, line, problem) => {
		expect(read(kind, text)).toMatchObject({bad: 1, problems: [{line, problem}]});
	});

	test.each(['firewall-log', 'hubble-flows', 'proxy-list'] as const)('an empty %s shows nothing', kind => {
		expect(read(kind, '')).toMatchObject({rows: [], lines: 0, bad: 0});
	});
});

describe('flows of Hubble', () => {
	const pods = (namespace: string, name: string) => ({namespace, workloads: [{kind: 'Deployment', name}]});
	const flow = (fields: object) => ({
		time: '2026-03-01T10:00:00Z',
		verdict: 'DROPPED',
		IP: {source: '10.244.0.4', destination: '20.1.2.4'},
		l4: {TCP: {source_port: 40_000, destination_port: 443}},
		source: pods('shop', 'web'),
		destination: {labels: ['reserved:world']},
		traffic_direction: 'EGRESS',
		...fields,
	});

	test.each([
		['to an address', flow({}), ['shop Deployment/web tcp 443 20.1.2.4/32']],
		['to a name that was looked up', flow({destination_names: ['ghcr.io']}), ['shop Deployment/web tcp 443 ghcr.io']],
		[
			'under `flow`, as the exporter writes them',
			{flow: flow({}), node_name: 'n'},
			['shop Deployment/web tcp 443 20.1.2.4/32'],
		],
		['to other pods', flow({destination: pods('pay', 'api')}), ['shop Deployment/web tcp 443 pay Deployment/api']],
		[
			'to pods that refuse it',
			flow({destination: pods('pay', 'api'), traffic_direction: 'INGRESS'}),
			['shop Deployment/web tcp 443 pay Deployment/api'],
		],
		[
			'to the API server',
			flow({destination: {labels: ['reserved:kube-apiserver']}}),
			['shop Deployment/web tcp 443 api-server'],
		],
		['by UDP', flow({l4: {UDP: {destination_port: 123}}}), ['shop Deployment/web udp 123 20.1.2.4/32']],
		['that are answers', flow({is_reply: true}), []],
		['that arrived', flow({verdict: 'FORWARDED', traffic_direction: 'INGRESS'}), []],
		['of ICMP', flow({l4: {ICMPv4: {type: 8}}}), []],
		['to the node', flow({destination: {labels: ['reserved:host']}}), []],
		['from outside', flow({source: {labels: ['reserved:world']}, destination: pods('shop', 'web')}), []],
		['that are events of another kind', {lost_events: {source: 'x'}, node_name: 'n'}, []],
	])('%s', (_, line, rows) => {
		expect(shown('hubble-flows', json(line))).toEqual(rows);
		expect(read('hubble-flows', json(line)).bad).toBe(0);
	});
});

test.each([
	['ghcr.io', ['tcp 443 ghcr.io']],
	['*.ghcr.io # images', ['tcp 443 *.ghcr.io']],
	['https://ghcr.io/some/path', ['tcp 443 ghcr.io']],
	['http://deb.northlight.net', ['tcp 80 deb.northlight.net']],
	['ghcr.io:8443', ['tcp 8443 ghcr.io']],
	['acl web dstdomain .ghcr.io quay.io', ['tcp 443 *.ghcr.io', 'tcp 443 ghcr.io', 'tcp 443 quay.io']],
	['# nothing', []],
])('a line %j of a proxy lets through %j', (line, rows) => {
	expect(shown('proxy-list', line)).toEqual(rows);
});
