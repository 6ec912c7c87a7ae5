import type {Topology} from '../topology/topology.js';
import type {Answers} from './answers.js';
import {bindProfile} from './bind-profile.js';
import type {Flow} from './flow.js';
import type {Profile} from './profile.js';

/** A flow that was needed once, and until when. */
export type RetiredFlow = {
	readonly profile: string;
	readonly requirement: string;
	/** `2021-05-15` */
	readonly since: string;
	readonly flow: Flow;
};

/**
 * What workloads needed and need no more: retired rows of the profiles that are asked for, and every row of retired
 * profiles that are not.
 */
export function retiredFlows(
	asked: readonly Profile[],
	all: readonly Profile[],
	topology: Topology,
	answers: Answers,
): readonly RetiredFlow[] {
	const names = new Set(asked.map(({name}) => name));
	return [
		...asked.map(onlyRetired),
		...all.filter(({name, status}) => status.state === 'retired' && !names.has(name)),
	].flatMap(profile =>
		bindProfile(profile, topology, answers).flows.map(flow => ({
			profile: profile.name,
			requirement: flow.requirement,
			since: sinceOf(profile, flow.requirement),
			flow,
		})),
	);
}

/** As if they were still needed, so that they bind. */
function onlyRetired(profile: Profile): Profile {
	const rows = profile.requirements.filter(({confidence}) => confidence === 'retired');
	return {...profile, requirements: rows.map(row => ({...row, confidence: 'required'}))};
}

function sinceOf({requirements, status}: Profile, id: string): string {
	return requirements.find(row => row.id === id)?.since ?? (status.state === 'retired' ? status.since : '');
}
