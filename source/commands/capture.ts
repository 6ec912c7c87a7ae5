import path from 'node:path';
import {type Command, flag, text} from '../command-line/command.js';
import {clusterOptions} from '../command-line/options.js';
import type {Masked} from '../detect/capture/masked.js';
import {exitCodes} from '../exit-codes.js';
import {pluralize} from '../plan/pluralize.js';
import {printable} from '../render/printable.js';

export const capture: Command = {
	name: 'capture',
	summary: 'write what is read to a folder, for a colleague, a ticket or a test',
	description:
		'Reads a cluster and its network and writes them as a world: files that --world reads in place of Azure. Secrets are ' +
		'never read or left out, and ids of subscriptions, tenants and identities are masked unless you say otherwise. ' +
		'Resource names and addresses stay: look through the folder before you hand it on.',
	options: [
		...clusterOptions,
		{flags: '-o, --out <folder>', description: 'where to write', default: 'aksess-world'},
		{flags: '--no-mask', description: 'keep the ids'},
		{flags: '--force', description: 'replace a capture that is there'},
	],
	examples: [
		{call: 'aksess capture --sandbox wide-open --out ./captured', what: 'What does a capture look like?'},
		{call: 'aksess capture -g rg-aks-prod -n aks-prod', what: 'A cluster in Azure, ids masked, into ./aksess-world.'},
	],
	run: async ({options}, session) => {
		const [{parseSelection}, {readSelection}, {captureWorld}, {worldFiles}, {writeCapture}] = await Promise.all([
			import('../workflow/selection.js'),
			import('../workflow/read-selection.js'),
			import('../detect/capture/capture-world.js'),
			import('../render/world-files.js'),
			import('../detect/capture/write-capture.js'),
		]);
		const world = await readSelection(parseSelection(options), session);
		const folder = text(options, 'out') ?? 'aksess-world';
		const {content, masked} = captureWorld(world, {mask: options['mask'] !== false});
		await writeCapture(path.resolve(session.cwd, folder), worldFiles(content), {overwrite: flag(options, 'force')});
		session.stdout.write(`${printable(folder)}\n`);
		session.stderr.write(`${leftOut(masked)}\nNext: aksess check --world ${printable(folder)}\n`);
		return exitCodes.ok;
	},
};

/** What the files do not hold, so that whoever hands them on knows what was looked for. */
function leftOut({fields, annotations, texts, ids}: Masked): string {
	return (
		`Left out: ${pluralize(fields, 'field')}, ${pluralize(annotations, 'annotation')}, and what may be a secret in ` +
		`${pluralize(texts, 'text')}. ${ids === 0 ? 'No id was replaced.' : `Replaced: ${pluralize(ids, 'id')}.`}`
	);
}
