import {bad, passedOver, portOf, type ReadTraffic, targetOf, timeOf} from './seen-traffic.js';

/** A row of a log with its columns by name, in lower case. */
export type LogRecord = Readonly<Record<string, string>>;

/**
 * A row of Azure Firewall's logs. The tables AZFWApplicationRule and AZFWNetworkRule have columns (Azure Monitor
 * reference); the older AzureDiagnostics has one sentence in `msg_s`, and the same in `properties.msg` where it is kept in
 * a storage account (firewall/diagnostic-logs). Only what was denied is asked for.
 */
export function readFirewallRecord(record: LogRecord): ReadTraffic {
	const sentence = record['msg_s'] ?? record['msg'];
	const given = sentence === undefined || record['action'] !== undefined ? record : readSentence(sentence, record);
	if (given === undefined) {
		return bad('its msg_s is not a known request');
	}

	const action = given['action'];
	if (action === undefined) {
		return bad('it has neither an Action nor a msg_s');
	}

	if (!/^den(?:y|ied)$/i.test(action)) {
		return passedOver;
	}

	const protocol = protocolOf(given['protocol'] ?? '');
	if (protocol === undefined) {
		return passedOver;
	}

	const host = firstOf(given['fqdn'], hostOf(given['targeturl']), given['destinationip']);
	if (host === undefined) {
		// A request without a server name: nobody knows where it was to go (firewall/diagnostic-logs, "SNI TLS extension").
		return bad('it names no destination');
	}

	const to = targetOf(host);
	if (to === undefined) {
		return bad('its destination is neither a name nor an IPv4 address');
	}

	const port = portOf(given['destinationport'] ?? '');
	if (port === undefined) {
		return bad('its port is not a port number');
	}

	const times = Number(firstOf(record['count_'], record['count']) ?? '1');
	return {
		kind: 'seen',
		all: [
			{
				to,
				port,
				protocol,
				from: undefined,
				time: timeOf(firstOf(record['timegenerated'], record['time'])),
				source: firstOf(given['sourceip']),
				stopped: true,
				times: Number.isSafeInteger(times) && times > 0 ? times : 1,
			},
		],
	};
}

const sentenceForm =
	/^(?<protocol>[A-Za-z]+)(?: Type=\d+)? request from (?<source>[\d.]*)(?::\d*)?(?: to (?<host>[^\s:]+?)(?::(?<port>\d*))?)?(?:\.\s|\s|$)/;

function readSentence(sentence: string, record: LogRecord): LogRecord | undefined {
	const {protocol, source, host, port} = sentenceForm.exec(sentence)?.groups ?? {};
	const action = /\bAction: (\w+)/.exec(sentence)?.[1] ?? (/\bwas denied\b/.test(sentence) ? 'Deny' : undefined);
	return protocol === undefined || action === undefined
		? undefined
		: {
				...record,
				action,
				protocol,
				sourceip: source ?? '',
				fqdn: host ?? '',
				destinationport: port ?? '',
			};
}

/** Application rules speak TCP, whatever they call it. */
function protocolOf(text: string): 'tcp' | 'udp' | undefined {
	const name = text.trim().toLowerCase().split(/[\s:]/)[0];
	return name === 'udp' ? 'udp' : ['tcp', 'http', 'https', 'mssql'].includes(name ?? '') ? 'tcp' : undefined;
}

function hostOf(url: string | undefined): string | undefined {
	return url?.replace(/^[a-z]+:\/\//i, '').split(/[/:?]/)[0];
}

function firstOf(...values: readonly (string | undefined)[]): string | undefined {
	return values.find(value => value !== undefined && value !== '' && value !== '-');
}

/** The columns that are looked at. */
export const firewallColumns: ReadonlySet<string> = new Set([
	...['msg_s', 'msg', 'action', 'protocol', 'fqdn', 'targeturl', 'destinationip', 'destinationport'],
	...['timegenerated', 'time', 'sourceip', 'count_', 'count'],
]);
