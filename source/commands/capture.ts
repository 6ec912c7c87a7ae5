import path from 'node:path';
import {exitCodes} from '../exit-codes.js';
import {type Command, flag, text} from './command.js';
import {clusterOptions} from './options.js';

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
		const [{parseSelection}, {readSelection}, {captureWorld}, {writeCapture}] = await Promise.all([
			import('./selection.js'),
			import('./read-selection.js'),
			import('../detect/capture/capture-world.js'),
			import('../detect/capture/write-capture.js'),
		]);
		const world = await readSelection(parseSelection(options), session);
		const folder = text(options, 'out') ?? 'aksess-world';
		const files = captureWorld(world, {mask: options['mask'] !== false});
		await writeCapture(path.resolve(session.cwd, folder), files, {overwrite: flag(options, 'force')});
		session.stdout.write(`${folder}\n`);
		session.stderr.write(`Next: aksess check --world ${folder}\n`);
		return exitCodes.ok;
	},
};
