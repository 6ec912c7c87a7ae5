import type {ProfileEvidence, RecognisedProfile, Recognition} from '../profiles/recognise.js';
import type {UnnamedRegistry} from '../profiles/unnamed-registries.js';
import {listed} from './listed.js';

/** By what a workload was recognised, in a few words: `namespace azds, image … in azds/traefik and 2 more pods`. */
export function evidenceText({evidence}: RecognisedProfile): string {
	return listed([...new Set(evidence.map(spell))]);
}

/** What was found and what nobody knows, in sentences. */
export function recognitionNotes({found, unnamed}: Recognition): readonly string[] {
	return [...found.map(entry => `Found ${entry.profile}: ${evidenceText(entry)}.`), ...unnamed.map(unnamedText)];
}

/** A requirement for somebody to write: who pulls, from where, on which port. */
function unnamedText({registry, image, where, pods}: UnnamedRegistry): string {
	const [host = '', port = '443'] = registry.split(':');
	const who = pods === 1 ? `pod ${where}` : `pod ${where} and ${pods - 1} more`;
	return (
		`No profile that was found names the registry ${registry}, from which ${image} comes (${who}), so nothing was checked for it. As a ` +
		`requirement in a profile of yours: from: {kind: nodes}, to: {kind: name, name: ${host}, hosting: unknown}, ports: ${port}.`
	);
}

function spell(evidence: ProfileEvidence): string {
	switch (evidence.kind) {
		case 'cluster': {
			return `the cluster ${evidence.name} itself`;
		}

		case 'fact': {
			const values = evidence.values.join(' and ');
			return evidence.fact === 'feature' ? `${values} is switched on` : `${evidence.fact} is ${values || 'none'}`;
		}

		case 'image': {
			return `image ${evidence.image} ${inPods(evidence)}`;
		}

		case 'pods': {
			return `label ${evidence.labels} ${inPods(evidence)}`;
		}

		case 'namespace': {
			return `namespace ${evidence.name}`;
		}

		case 'service': {
			return `service ${evidence.where}`;
		}
	}
}

function inPods({where, count}: {readonly where: string; readonly count: number}): string {
	return count === 1 ? `in pod ${where}` : `in pod ${where} and ${count - 1} more`;
}
