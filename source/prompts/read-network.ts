import {invariant} from '../errors.js';
import {requestOf} from '../wizard/advance/journey.js';
import type {Inspection} from '../wizard/dependencies.js';
import {type Memory, sourceName} from '../wizard/state.js';
import {type Dialogue, sayHeading} from './dialogue.js';

/** Reads the network and says what was read; without profiles, those that apply are found. */
export async function readNetwork(dialogue: Dialogue, memory: Memory): Promise<{readonly inspection: Inspection}> {
	const {dependencies, asker, signal} = dialogue;
	const request = requestOf(memory);
	invariant(request !== undefined, 'nothing is read without a cluster');
	sayHeading(dialogue, `Reading the network around ${sourceName(request.source)}.`);
	const inspection = await dependencies.inspect(
		request,
		({title, state, count}) => {
			if (state !== 'reading') {
				asker.say(`  ${title}: ${state === 'read' ? (count ?? 'read') : state}`);
			}
		},
		signal,
	);
	return {inspection};
}
