import {isObject, type Json, type JsonObject, listAt, objectsAt, textAt} from '../../json.js';
import type {ListForm, ResourceForm} from './form.js';
import {restoreResource} from './restore-resource.js';

const commands = [
	"az graph query -q \"resources | where type startswith 'microsoft.network' or type startswith 'microsoft.containerservice'\" --first 1000",
	"Search-AzGraph -Query '…' -First 1000 | ConvertTo-Json -Depth 100",
	'Resource Graph Explorer in the portal: download as CSV',
] as const;

const lost =
	'Rules of firewall policies, DNS records and address use: they are not in the table of resources. The rows are minutes old. [K]';

/** A row of the table `resources`: `properties` as the REST API has them, the type in lower case, and where it lies. */
export const resourceGraphForm: ResourceForm = {
	title: 'from Resource Graph',
	commands,
	lost,
	fits: row => isObject(row['properties']) && (Object.hasOwn(row, 'subscriptionId') || Object.hasOwn(row, 'tenantId')),
	toRest: ({subscriptionId: _subscription, tenantId: _tenant, resourceGroup: _group, ResourceId: _id, ...row}) =>
		restoreResource(withoutEmptyTexts(row)),
};

/** An answer of Resource Graph: rows as objects, or as a table (its older format); az and PowerShell spell it differently. */
export const resourceGraphAnswer: ListForm = {
	title: 'from Resource Graph',
	commands,
	lost,
	unwrap: value => {
		const data = value['data'] ?? value['Data'];
		if (Array.isArray(data)) {
			return data;
		}

		const columns = objectsAt(data, 'columns').map(column => textAt(column, 'name'));
		return columns.length === 0
			? undefined
			: listAt(data, 'rows').map(row =>
					Object.fromEntries(columns.map((name, index): [string, Json] => [name, at(row, index)])),
				);
	},
};

function at(row: Json, index: number): Json {
	const cell: Json | undefined = Array.isArray(row) ? row[index] : undefined;
	return cell ?? null;
}

/** A row has every column of the table, with an empty text where a resource has nothing to say. */
function withoutEmptyTexts(row: JsonObject): JsonObject {
	return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== ''));
}
