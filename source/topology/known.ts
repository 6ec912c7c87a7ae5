/**
 * One fact about the outside world, with how sure we are of it.
 *
 * `denied` is never folded into `absent`: a missing read permission must not turn into a finding about a missing
 * route table. The reason is a sentence for the user.
 */
export type Known<T> =
	| {readonly state: 'known'; readonly value: T}
	| {readonly state: 'absent'}
	| {readonly state: 'denied'; readonly reason: string};

export const absent: Known<never> = {state: 'absent'};

export function known<T>(value: T): Known<T> {
	return {state: 'known', value};
}

export function denied(reason: string): Known<never> {
	return {state: 'denied', reason};
}

export function mapKnown<T, U>(fact: Known<T>, change: (value: T) => U): Known<U> {
	return fact.state === 'known' ? known(change(fact.value)) : fact;
}

/** The same where the change itself may fail to know. */
export function flatMapKnown<T, U>(fact: Known<T>, change: (value: T) => Known<U>): Known<U> {
	return fact.state === 'known' ? change(fact.value) : fact;
}

/** For places where only a known value matters, whatever the reason it is missing. */
export function knownValue<T>(fact: Known<T> | undefined): T | undefined {
	return fact?.state === 'known' ? fact.value : undefined;
}
