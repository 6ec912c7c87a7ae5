import {UserError} from '../../errors.js';

/** A document that cannot be read, and why. */
export type Broken = {readonly where: string; readonly error: UserError};

/** More are only counted: whoever has so many has another kind of folder. */
const mostNamed = 20;

/** One is refused in its own words; of several the first, and then each with its place and what to do. */
export function refuseBroken(broken: readonly Broken[], otherwise: string): void {
	const [first, ...others] = broken;
	if (first === undefined) {
		return;
	}

	if (others.length === 0) {
		throw first.error;
	}

	const named = others.slice(0, mostNamed).map(({error}) => `${error.message} ${error.next[0] ?? ''}`.trim());
	const rest = others.length > mostNamed ? [`${others.length - mostNamed} more cannot be read either.`] : [];
	const count = others.length === 1 ? 'Another document' : `${others.length} other documents`;
	throw new UserError('usage', `${first.error.message} ${count} of the world cannot be read either.`, {
		cause: first.error,
		next: [first.error.next[0] ?? 'Fetch it again.', ...named, ...rest, otherwise],
	});
}
