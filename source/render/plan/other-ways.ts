import type {Choice} from '../../plan/plan.js';

/** A way that the plan did not take. One name may mean a part at several controls; they are chosen together. */
export type OtherWay = {
	readonly requirement: string;
	readonly id: string;
	/** What each control would do, and what that opens, in sentences. */
	readonly texts: readonly string[];
	/** Only what would be done. */
	readonly titles: readonly string[];
};

export function otherWays(choices: readonly Choice[]): readonly OtherWay[] {
	const ways = new Map<string, OtherWay>();
	for (const {requirement, taken, options} of choices) {
		for (const {id, title, opens} of options.filter(option => option.id !== taken)) {
			const key = `${requirement}=${id}`;
			const text = `${sentence(title)} What that opens: ${lowerFirst(sentence(opens))}`;
			const known = ways.get(key);
			ways.set(key, {
				requirement,
				id,
				texts: [...new Set([...(known?.texts ?? []), text])],
				titles: [...new Set([...(known?.titles ?? []), sentence(title)])],
			});
		}
	}

	return [...ways.values()];
}

function sentence(text: string): string {
	return text.replace(/\.?$/, '.');
}

/** Only where the first word is an ordinary one: names keep their capitals. */
function lowerFirst(text: string): string {
	return /^[A-Z][a-z]*\b/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1)}` : text;
}
