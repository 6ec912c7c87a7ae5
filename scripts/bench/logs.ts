import {performance} from 'node:perf_hooks';
import {type LogKind, readLog} from '../../source/profiles/traffic/read-log.js';
import {type Row, row} from './row.js';

const lines = 1_000_000;
/** As many lines as a piece of a file has. */
const inPiece = 2500;

const rows: Readonly<
	Record<string, {readonly kind: LogKind; readonly header: string; readonly line: (n: number) => string}>
> = {
	'CSV of a firewall': {
		kind: 'firewall-log',
		header: 'TenantId,TimeGenerated [UTC],Protocol,SourceIp,SourcePort,DestinationPort,Fqdn,Action,Policy\n',
		line: n =>
			`11111111,"3/1/2026, 10:00:0${n % 10}.000 AM",HTTPS,10.1.0.${n % 250},${40_000 + (n % 999)},443,host${n % 300}.northlight.net,Deny,afwp\n`,
	},
	'JSON of a firewall': {
		kind: 'firewall-log',
		header: '',
		line: n =>
			`{"TenantId":"1","TimeGenerated":"2026-03-01T10:00:0${n % 10}Z","Protocol":"TCP","SourceIp":"10.1.0.${n % 250}","SourcePort":40000,"DestinationIp":"20.1.2.${n % 200}","DestinationPort":5432,"Action":"Deny"}\n`,
	},
};

/** A million lines of a log into a profile, and what of it stays in memory. */
export function benchLogs(): readonly Row[] {
	return Object.entries(rows).flatMap(([name, {kind, header, line}]) => {
		const pieces = Array.from({length: 4}, (_, piece) =>
			Array.from({length: inPiece}, (_unused, index) => line(piece * inPiece + index)).join(''),
		);
		globalThis.gc?.();
		const before = process.memoryUsage().heapUsed;
		const start = performance.now();
		const reader = readLog(kind);
		reader.push(header);
		for (let piece = 0; piece < lines / inPiece; piece++) {
			reader.push(pieces[piece % pieces.length] ?? '');
		}

		const took = (performance.now() - start) / 1000;
		globalThis.gc?.();
		const kept = (process.memoryUsage().heapUsed - before) / 1024 / 1024;
		reader.end();
		return [row(`${name}, a million lines`, [took], 's', 10), row('what stays in memory meanwhile', [kept], 'MB', 50)];
	});
}
