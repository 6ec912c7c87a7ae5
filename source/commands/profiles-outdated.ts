import {choosePaint, readingWidth} from '../command-line/choose-paint.js';
import {type Command, flag, text} from '../command-line/command.js';
import {UserError} from '../errors.js';
import {exitCodes} from '../exit-codes.js';
import {printableJson} from '../render/printable.js';

export const profilesOutdated: Command = {
	name: 'outdated',
	summary: 'rows whose source has another revision than they cite',
	description:
		"Compares the revision that every row cites with the extracts of the vendors' pages that are part of aksess, with " +
		'newer ones in a folder, or with the pages as they are now. Says of each row whether what it asks for still stands ' +
		'there. Sends nothing unless --online is given; then it asks GitHub and the vendors for these pages, and nobody else.',
	arguments: [
		{name: 'profile', description: 'names or files; all shipped profiles without', required: false, variadic: true},
	],
	options: [
		{flags: '--extracts <folder>', description: 'compare with the extracts in this folder'},
		{flags: '--online', description: 'read the pages now, and compare with these'},
		{flags: '--detailed-exitcode', description: 'end with 3 when a row is outdated'},
		{flags: '--output <format>', description: 'what to print', choices: ['text', 'json'], default: 'text'},
	],
	examples: [
		{call: 'aksess profiles outdated', what: 'Do all rows cite the pages that aksess knows?'},
		{call: 'aksess profiles outdated aks-egress --output json', what: 'The same of one profile, as data.'},
	],
	apart: true,
	run: async ({arguments: names, options}, session) => {
		const folder = text(options, 'extracts');
		if (folder !== undefined && flag(options, 'online')) {
			throw new UserError('usage', '--extracts and --online do not go together: rows are compared with one of them.', {
				next: ['Leave one of them out.'],
			});
		}

		const [
			{listProfiles, loadProfile},
			{outdatedRows},
			{readExtracts},
			{knownPages},
			{templatesFolder},
			{orCancelled},
		] = await Promise.all([
			import('../profiles/load-profile.js'),
			import('../profiles/pages/outdated-rows.js'),
			import('./profiles/read-extracts.js'),
			import('./profiles/known-pages.js'),
			import('../package-root.js'),
			import('../workflow/or-cancelled.js'),
		]);
		const profiles = names.length === 0 ? await listProfiles() : await Promise.all(names.map(loadProfile));
		const shipped = Object.values(await readExtracts(templatesFolder('extracts')));
		const known = folder === undefined ? shipped : Object.values(await readExtracts(folder));
		const fetch = flag(options, 'online') ? globalThis.fetch : undefined;
		const pages = await orCancelled(session.signal, knownPages(known, profiles, fetch));
		const outdated = outdatedRows(profiles, pages, shipped);
		if (text(options, 'output') === 'json') {
			session.stdout.write(`${printableJson(outdated, 2)}\n`);
		} else {
			const {textOutdated} = await import('../render/report/text-outdated.js');
			session.stdout.write(
				textOutdated(outdated, choosePaint(session.stdout, session.env), readingWidth(session.stdout)),
			);
		}

		return outdated.pages.length > 0 && flag(options, 'detailedExitcode') ? exitCodes.blocked : exitCodes.ok;
	},
};
