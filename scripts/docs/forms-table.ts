import {readFileSync} from 'node:fs';
import path from 'node:path';
import {listForms, resourceForms} from '../../source/sandbox/world/forms/forms.js';

const start = '<!-- forms -->';
const end = '<!-- /forms -->';

/** docs/worlds.md with its table of forms written anew; the rest of the page is left as it is. */
export function worldsPage(root: string): string {
	const page = readFileSync(path.join(root, 'docs/worlds.md'), 'utf8');
	const [before = '', rest = ''] = page.split(start);
	const [, after = ''] = rest.split(end);
	return `${before}${start}\n${table()}\n${end}${after}`;
}

function table(): string {
	const forms = new Map([...resourceForms.toReversed(), ...listForms].map(form => [form.title, form]));
	const cell = (text: string) => text.replaceAll('|', String.raw`\|`);
	return [
		'| resources | made by | lost in it |',
		'|---|---|---|',
		...[...forms.values()].map(
			({title, commands, lost}) =>
				`| ${title} | ${commands.map(command => (command.startsWith('the ') || command.includes(' in the portal') ? command : `\`${cell(command)}\``)).join('<br>')} | ${lost} |`,
		),
	].join('\n');
}
