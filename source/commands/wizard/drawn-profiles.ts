import path from 'node:path';
import {UserError} from '../../errors.js';
import {drawRegistries} from '../../profiles/drawn/draw-namespace.js';
import type {DrawnProfile} from '../../profiles/drawn/drawn-profile.js';
import {loadProfile} from '../../profiles/load-profile.js';
import {drawnProfileText} from '../../render/yaml/drawn-profile-text.js';
import type {Session} from '../../session.js';
import type {World} from '../../topology/world.js';
import type {DrawSource, WriteProfileOutcome, WriteProfileRequest} from '../../wizard/dependencies.js';
import {drawFromLog, drawFromNamespace} from '../../workflow/draw-profile.js';
import {writeNewFile} from '../../workflow/write-files.js';
import {summariseProfile} from './summarise-profile.js';

/** The wizard's way to draw a profile: the same as `aksess profiles new`. */
export async function drawForWizard(
	source: DrawSource,
	world: World | undefined,
	session: Pick<Session, 'cwd' | 'signal'>,
	onProgress: (percent: number) => void,
): Promise<DrawnProfile> {
	switch (source.kind) {
		case 'registries': {
			return drawRegistries(source.unnamed);
		}

		case 'namespace': {
			if (world === undefined) {
				throw new UserError('usage', 'Nothing was read of the cluster yet.', {next: ['Read the network first.']});
			}

			return drawFromNamespace(source.namespace, world);
		}

		default: {
			return drawFromLog(source, session, onProgress);
		}
	}
}

/** Writes it, and reads it back as every command will. */
export async function writeDrawn(
	{drawn, file, overwrite}: WriteProfileRequest,
	{cwd}: Pick<Session, 'cwd'>,
): Promise<WriteProfileOutcome> {
	const target = path.resolve(cwd, file);
	const text = drawnProfileText(drawn, new Date().toISOString().slice(0, 10));
	const {written} = await writeNewFile(target, text, overwrite);
	if (written.length === 0) {
		return {kind: 'exists', file};
	}

	// Without a slash it would be taken for the name of a shipped profile.
	const name = file.includes('/') || path.isAbsolute(file) ? file : `./${file}`;
	return {kind: 'written', profile: {...summariseProfile(await loadProfile(target)), name}};
}
