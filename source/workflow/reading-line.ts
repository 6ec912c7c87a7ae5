import type {ReadProgress, ReadStage} from '../detect/connection.js';
import {canRedraw, type Session} from '../session.js';

const names: Readonly<Record<ReadStage, string>> = {
	cluster: 'the cluster',
	networks: 'networks',
	'service-tags': 'service tags',
	kubernetes: 'Kubernetes objects',
};

/** To the beginning of the line, and nothing from there on (ECMA-48: EL). */
export const erase = '\r\u001B[K';

export type ReadingLine = {readonly onProgress: (progress: ReadProgress) => void; readonly end: () => void};

/** What is being read, on one line of a terminal that is gone at the end; undefined where nobody would see it. */
export function readingLine({stderr, env}: Pick<Session, 'stderr' | 'env'>): ReadingLine | undefined {
	if (!canRedraw(stderr, env)) {
		return undefined;
	}

	const open = new Set<ReadStage>();
	return {
		onProgress: ({what, state}) => {
			if (state === 'reading') {
				open.add(what);
			} else {
				open.delete(what);
			}

			const text = [...open].map(stage => names[stage]).join(', ');
			stderr.write(text === '' ? erase : `${erase}${`Reading ${text} …`.slice(0, Math.max(stderr.columns - 1, 10))}`);
		},
		end: () => {
			stderr.write(erase);
		},
	};
}
