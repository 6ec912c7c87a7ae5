import {evidenceText} from '../../wording/recognition-wording.js';
import type {ProfileSummary} from '../dependencies.js';
import type {Memory} from '../state.js';

export type ProfileRow = ProfileSummary & {
	/** By what it was recognised on this cluster; undefined where it was not. */
	readonly found: string | undefined;
};

/** What was drawn here and what was found come first: a long list would hide them. */
export function profileRows({profiles, recognised, drawn}: Memory): readonly ProfileRow[] {
	const evidence = new Map(recognised?.found.map(entry => [entry.profile, evidenceText(entry)]));
	const rows = profiles.state === 'ready' ? profiles.value : [];
	const all = rows.map(profile => ({...profile, found: evidence.get(profile.name)}));
	const own = drawn.map(profile => ({...profile, found: undefined}));
	return [...own, ...all.filter(({found}) => found !== undefined), ...all.filter(({found}) => found === undefined)];
}
