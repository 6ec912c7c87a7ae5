import {UserError} from '../errors.js';
import {type AskedProfile, askedProfile} from '../profiles/asked/asked-profile.js';
import type {Question} from '../profiles/asked/question.js';
import type {Profile} from '../profiles/profile.js';
import type {Topology} from '../topology/topology.js';

/** Questions bound to what was read; a name that is nothing here, or several things, is one sentence. */
export function bindQuestions(
	questions: readonly Question[],
	topology: Topology,
	knowing: readonly Profile[],
): AskedProfile {
	const asked = askedProfile(questions, topology, knowing, new Date().toISOString().slice(0, 10));
	if (!asked.ok) {
		throw new UserError('usage', asked.problem, {
			next: [
				'FROM is a pod, a workload, a namespace, a subnet, `internet`, `nodes` or an address; TO is a host, address, pod or service with its port (`aksess ask --help`).',
			],
		});
	}

	return asked.value;
}
