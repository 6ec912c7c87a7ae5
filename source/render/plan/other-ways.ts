import type {Choice} from '../../plan/plan.js';

/** A way that the plan did not take. One name may mean a part at several controls; they are chosen together. */
export type OtherWay = {
	readonly requirement: string;
	readonly id: string;
	/** What each control would do, and what that opens. */
	readonly texts: readonly string[];
};

export function otherWays(choices: readonly Choice[]): readonly OtherWay[] {
	const ways = new Map<string, OtherWay>();
	for (const {requirement, taken, options} of choices) {
		for (const {id, title, opens} of options.filter(option => option.id !== taken)) {
			const key = `${requirement}=${id}`;
			const text = [title, opens].map(part => part.replace(/\.?$/, '.')).join(' ');
			ways.set(key, {requirement, id, texts: [...new Set([...(ways.get(key)?.texts ?? []), text])]});
		}
	}

	return [...ways.values()];
}
