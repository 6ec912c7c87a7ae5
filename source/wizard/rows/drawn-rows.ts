import type {DrawnInclude, DrawnNeed, DrawnProfile} from '../../profiles/drawn/drawn-profile.js';
import type {On} from '../state.js';

export type DrawnRow =
	| {readonly kind: 'name'; readonly key: 'name'; readonly text: string}
	| {readonly kind: 'file'; readonly key: 'file'; readonly text: string}
	| {readonly kind: 'include'; readonly key: string; readonly include: DrawnInclude; readonly on: boolean}
	| {readonly kind: 'need'; readonly key: string; readonly need: DrawnNeed; readonly on: boolean};

type Drawn = Pick<On<'drawn'>, 'drawn' | 'without' | 'file'>;

/** How the profile is called and where it is written, then everything in it; what is off is left out. */
export function drawnRows(screen: Drawn): readonly DrawnRow[] {
	const {drawn, without} = screen;
	const isOn = (key: string) => !without.includes(key);
	return [
		{key: 'name', kind: 'name', text: drawn.name},
		{key: 'file', kind: 'file', text: fileOf(screen)},
		...drawn.includes.map((include): DrawnRow => {
			const key = `include:${include.profile}`;
			return {key, kind: 'include', include, on: isOn(key)};
		}),
		...drawn.needs.map((need, index): DrawnRow => {
			const key = `need:${index}`;
			return {key, kind: 'need', need, on: isOn(key)};
		}),
	];
}

/** The first thing to look at: what is asked for, not how it is called. */
export function firstDrawnRow(rows: readonly DrawnRow[]): string | undefined {
	return (rows.find(({kind}) => kind === 'include' || kind === 'need') ?? rows[0])?.key;
}

/** Until somebody says another one, beside this folder's other files under the profile's name. */
export function fileOf({drawn, file}: Pick<Drawn, 'drawn' | 'file'>): string {
	return file ?? `./${drawn.name}.yaml`;
}

/** Without what was left out; undefined where nothing is left. */
export function keptOf({drawn, without}: Pick<Drawn, 'drawn' | 'without'>): DrawnProfile | undefined {
	const includes = drawn.includes.filter(({profile}) => !without.includes(`include:${profile}`));
	const needs = drawn.needs.filter((_, index) => !without.includes(`need:${index}`));
	return includes.length + needs.length === 0 ? undefined : {...drawn, includes, needs};
}
