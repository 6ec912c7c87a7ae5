import type {Wording} from './control-wording.js';

/** What is said where the cluster itself could not be looked at. */
export function clusterUnreadWording(reason: string | undefined): Wording {
	return {
		rule: 'not read',
		why: reason === undefined ? 'The cluster was not read.' : `The cluster could not be read: ${reason}`,
	};
}
