import type {UnmodelledGrounds} from '../controls/not-modelled/grounds.js';
import type {PodEngine} from '../topology/proxied-kinds.js';
import type {Wording} from './control-wording.js';
import {describePods} from './policy-wording.js';

/** What stands on a way and is judged by nobody, in words. */
export function unmodelledWording(grounds: UnmodelledGrounds): Wording {
	switch (grounds.kind) {
		case 'unjudged': {
			const {title, name} = grounds.unjudged;
			return {
				rule: 'not modelled',
				why: `${title} ${name} is on the path, and whether it stops these packets is not modelled.`,
			};
		}

		case 'proxied': {
			const {kind, namespace, name} = grounds.object;
			const what = kind.type.split('/').at(-1) ?? kind.type;
			return {
				rule: 'not modelled',
				why: `${engines[kind.engine]} may refuse this by ${what} ${namespace}/${name}, which is about ${describePods(grounds.pods)}; what it lets through is not modelled.`,
			};
		}

		case 'unread-proxied': {
			const what = grounds.of.type.split('/').at(-1) ?? grounds.of.type;
			return {
				rule: 'not read',
				why: `${engines[grounds.of.engine]} handles the traffic of ${describePods(grounds.pods)}, and whether it refuses this by ${article(what)} is not known. ${grounds.reason}`,
			};
		}
	}
}

const engines: Readonly<Record<PodEngine, string>> = {
	istio: 'Istio',
	linkerd: 'Linkerd',
	kuma: 'Kuma',
	consul: 'Consul',
	smi: 'The service mesh',
	antrea: 'Antrea',
};

function article(kind: string): string {
	return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
