import type {Change} from '../plan/change.js';
import {type Clock, timestamp} from './clock.js';
import type {Guard} from './fold-guards.js';
import {type Journal, JournalFailed} from './journal.js';
import type {JournalEntry} from './journal-entry.js';
import type {ProcessIdentity} from './process-identity.js';
import type {Writer} from './writer.js';

export type TakeBackOptions = {
	readonly writer: Writer;
	readonly journal: Pick<Journal, 'append'>;
	/** The guards as the journal has them now, whoever wrote there in the meantime. */
	readonly guards: () => Promise<readonly Guard[]>;
	readonly by: ProcessIdentity;
	readonly clock: Clock;
	readonly onOutput: (line: string) => void;
};

export type TakenBack =
	| 'reverted'
	/** Somebody confirmed it just before; nothing was done. */
	| 'confirmed'
	/** Somebody has changed it since; it was left as it is. */
	| 'left';

/**
 * Takes a step back, and says in the journal first that it will: of a confirmation and this line the first one counts,
 * so both who confirm and who take back know what holds. Doing it twice does no harm, because it is looked at first.
 * A journal that takes no line any more keeps nobody locked out: it is done all the same, and then it throws
 * {@link JournalFailed}.
 */
export async function takeBack(
	{step, inverse}: {readonly step: string; readonly inverse: Change},
	why: string,
	options: TakeBackOptions,
): Promise<TakenBack> {
	const {writer, journal, guards, by, clock, onOutput} = options;
	let unwritten: JournalFailed | undefined;
	const write = async (entry: JournalEntry) => {
		try {
			await journal.append(entry);
		} catch (error) {
			if (!(error instanceof JournalFailed)) {
				throw error;
			}

			unwritten ??= error;
		}
	};
	await write({type: 'reverting', at: timestamp(clock), step, by, detail: why});
	const guard = (await guards()).find(known => known.step === step);
	if (guard?.state === 'confirmed') {
		return 'confirmed';
	}

	// Not with anybody's signal: an interrupted run must not leave anybody locked out.
	const {signal} = new AbortController();
	try {
		const {standing, found} = await writer.look(inverse, signal);
		// A list of ranges is merged into whatever it is now; everything else belongs to who wrote it last.
		if (standing === 'other' && inverse.kind !== 'authorized-ranges') {
			await write({type: 'not-reverted', at: timestamp(clock), step, detail: found, final: true});
			return 'left';
		}

		if (standing !== 'after') {
			onOutput(writer.describe(inverse));
			await writer.write(inverse, {onOutput, stop: signal});
		}
	} catch (error) {
		const detail = error instanceof Error ? error.message : String(error);
		await write({type: 'not-reverted', at: timestamp(clock), step, detail, final: false});
		throw error;
	}

	await write({type: 'reverted', at: timestamp(clock), step, detail: why});
	if (unwritten !== undefined) {
		throw unwritten;
	}

	return 'reverted';
}
