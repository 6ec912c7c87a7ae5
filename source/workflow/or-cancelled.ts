import {Cancelled} from '../errors.js';

/**
 * What the work gives, or `Cancelled` the moment the signal says so. Not everything under way listens to a signal: a
 * sign-in does not, and a person who pressed Ctrl-C waits for nothing. Only for work that changes nothing.
 */
export async function orCancelled<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
	const {promise: cancelled, reject} = Promise.withResolvers<never>();
	const stop = () => reject(new Cancelled('Reading was stopped.'));
	signal.addEventListener('abort', stop, {once: true});
	if (signal.aborted) {
		stop();
	}

	try {
		return await Promise.race([cancelled, work]);
	} finally {
		signal.removeEventListener('abort', stop);
	}
}
