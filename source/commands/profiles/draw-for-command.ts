import path from 'node:path';
import {flag, type Options} from '../../command-line/command.js';
import type {DrawnProfile} from '../../profiles/drawn/drawn-profile.js';
import type {LogKind} from '../../profiles/traffic/read-log.js';
import {printable} from '../../render/printable.js';
import {canRedraw, type Session} from '../../session.js';
import {drawFromLog, drawFromNamespace} from '../../workflow/draw-profile.js';
import {readSelection} from '../../workflow/read-selection.js';
import {erase} from '../../workflow/reading-line.js';
import {parseSelection} from '../../workflow/selection.js';

export type DrawnFrom =
	| {readonly kind: 'namespace'; readonly namespace: string}
	| {readonly kind: LogKind; readonly file: string};

/** Reads the cluster or the log that is meant; how far it is stands on a terminal meanwhile. */
export async function drawForCommand(from: DrawnFrom, options: Options, session: Session): Promise<DrawnProfile> {
	if (from.kind === 'namespace') {
		const world = await readSelection(parseSelection(options), session);
		return drawFromNamespace(from.namespace, world);
	}

	const {stderr, env} = session;
	const isShown = canRedraw(stderr, env);
	const shown = printable(path.basename(from.file));
	try {
		return await drawFromLog({...from, masked: flag(options, 'maskAddresses')}, session, percent => {
			if (isShown) {
				stderr.write(`\rReading ${shown}: ${percent} %`);
			}
		});
	} finally {
		if (isShown) {
			stderr.write(erase);
		}
	}
}
