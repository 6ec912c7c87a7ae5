import {catalog, wizard} from '../../source/commands/catalog.js';
import {commandsPage} from './commands-page.js';
import {worldsPage} from './forms-table.js';
import {publishedSchemas, schemaText} from './json-schemas.js';
import {semanticsPage} from './ledger-table.js';

/** Every generated file under docs/ with its text. */
export function generatedFiles(root: string): Readonly<Record<string, string>> {
	return {
		'commands.md': commandsPage(wizard, catalog),
		'semantics.md': semanticsPage(root),
		'worlds.md': worldsPage(root),
		...Object.fromEntries(
			Object.entries(publishedSchemas).map(([name, schema]) => [`schema/${name}.schema.json`, schemaText(schema)]),
		),
	};
}
