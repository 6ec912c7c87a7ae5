import {UserError} from '../../../errors.js';
import type {Json} from '../../json.js';
import {parseCsv} from '../csv.js';
import type {ParsedFile} from '../parsed-file.js';

/** The columns of Resource Graph; the portal may show them in capitals and with spaces. */
const columns: ReadonlyMap<string, string> = new Map(
	[
		'id',
		'name',
		'type',
		'tenantId',
		'kind',
		'location',
		'resourceGroup',
		'subscriptionId',
		'managedBy',
		'sku',
		'plan',
		'properties',
		'tags',
		'identity',
		'zones',
		'extendedLocation',
	].map(name => [name.toLowerCase(), name]),
);

/** What the portal downloads of a query: a resource in each row, what is no plain text as JSON in its cell. */
export function parseCsvRows(name: string, text: string): readonly ParsedFile[] {
	const rows = parseCsv(text);
	if (rows === undefined || rows.length === 0) {
		const trouble = rows === undefined ? 'ends within a quoted cell: it was cut off.' : 'holds no row.';
		return [{where: name, broken: new UserError('usage', `${name} ${trouble}`, {next: [`Download ${name} again.`]})}];
	}

	return rows.map((row, index) => {
		const where = `${name} row ${index + 1}`;
		const cells = Object.entries(row).map(([column, cell]): [string, Json | undefined] => [
			columns.get(column.replaceAll(' ', '').toLowerCase()) ?? column,
			parseCell(cell),
		]);
		const broken = cells.find(([, value]) => value === undefined)?.[0];
		return broken === undefined ? {where, value: Object.fromEntries(cells)} : {where, broken: cutOff(where, broken)};
	});
}

function parseCell(cell: string): Json | undefined {
	if (!/^\s*[{[]/.test(cell)) {
		return cell;
	}

	try {
		const value: Json = JSON.parse(cell);
		return value;
	} catch {
		return undefined;
	}
}

/** Excel keeps 32,767 characters of a cell. */
function cutOff(where: string, column: string): UserError {
	return new UserError('usage', `${where}: what stands under ${column} is not complete JSON.`, {
		next: ['Download it once more and do not save it with Excel, which cuts long cells off.'],
	});
}
