import {spelledNames} from './spell-names.js';

type Columns = {readonly ports: number; readonly protocol: number};

/** Words that stand for addresses in Microsoft's tables of network rules. */
const standIns = /^(?:APIServerPublicIP|CustomDNSIP|RegionCIDRs|AzureMonitor|AzureCloud\.\S+|\*)$/;

/**
 * Every row of the tables of a Markdown page, by the headings above it joined by ` › `, as `tcp 443 NAME`. A name is what
 * stands in code, or an address of the web. The port is the one written to the name, else that of the row's column.
 */
export function tableFacts(text: string): Readonly<Record<string, readonly string[]>> {
	const facts: Record<string, string[]> = {};
	let headings: readonly string[] = [];
	let columns: Columns | undefined;
	for (const line of text.split('\n')) {
		const [, marks, heading] = /^(#{1,6})\s+(.*?)\s*$/.exec(line) ?? [];
		if (marks !== undefined && heading !== undefined) {
			const above = headings.slice(0, marks.length - 1);
			headings = [...above, ...blanks(marks.length - 1 - above.length), heading];
			columns = undefined;
			continue;
		}

		if (!line.trimStart().startsWith('|')) {
			columns = undefined;
			continue;
		}

		const cells = cellsOf(line);
		if (columns === undefined) {
			columns = {ports: cells.findIndex(cell => /^ports?$/i.test(cell)), protocol: cells.findIndex(isProtocol)};
			continue;
		}

		const section = headings.slice(1).filter(Boolean).join(' › ');
		const found = rowFacts(cells, columns);
		if (found.length > 0) {
			facts[section] = [...new Set([...(facts[section] ?? []), ...found])].sort();
		}
	}

	return facts;
}

function rowFacts(cells: readonly string[], {ports, protocol}: Columns): readonly string[] {
	const column = /\d[\d, ]*/.exec(cells[ports] ?? '')?.[0].trim();
	const spoken = cells[protocol]?.toLowerCase() === 'udp' ? 'udp' : 'tcp';
	return namesIn(cells[0] ?? '').map(({name, port}) => {
		const shown = port ?? column;
		return shown === undefined ? name : `${spoken} ${shown} ${name}`;
	});
}

function namesIn(cell: string): readonly {readonly name: string; readonly port?: number}[] {
	const coded = [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
	const texts = coded.length > 0 ? coded : /https?:\/\/\S+/.test(cell) ? [cell] : [];
	return texts.flatMap(text =>
		// A remark in brackets is no name, though it may hold one.
		text.startsWith('(') ? [] : [...standInsOf(text), ...spelledNames(text).filter(({name}) => !isStandIn(name))],
	);
}

function standInsOf(text: string) {
	return text.split(/[\s,]+/).flatMap(token => {
		const [, name = '', port] = /^(.+?)(?::(\d+))?$/.exec(token) ?? [];
		return isStandIn(name) ? [{name, ...(port === undefined ? {} : {port: Number(port)})}] : [];
	});
}

function isStandIn(name: string): boolean {
	return standIns.test(name) || /^azurecloud\./i.test(name);
}

function isProtocol(cell: string): boolean {
	return /^protocol$/i.test(cell);
}

function cellsOf(line: string): readonly string[] {
	return line
		.trim()
		.replace(/^\||\|$/g, '')
		.split('|')
		.map(cell => cell.replaceAll('**', '').trim());
}

function blanks(count: number): readonly string[] {
	return Array.from({length: Math.max(0, count)}, () => '');
}
