/** What the tag of a cluster says (plan/lease-tag.ts). */
export type Lease = {
	/** Whoever holds it; what `--take-over` names. */
	readonly holder: string;
	/** Undefined where the tag holds something that only a person can have written; it does not expire then. */
	readonly until: number | undefined;
};

/** Long enough for the slowest step; a run renews it, a script does before every step. */
export const leaseMs = 30 * 60_000;
/** Clocks of two machines differ. */
export const skewMs = 60_000;

export function leaseText({holder, until}: {readonly holder: string; readonly until: number}): string {
	return `${holder} until ${new Date(until).toISOString().slice(0, 19)}Z`;
}

export function parseLease(text: string | undefined): Lease | undefined {
	if (text === undefined || text.trim() === '') {
		return undefined;
	}

	const [, holder = text, at = ''] = /^(\S+) until (\S+Z)$/.exec(text) ?? [];
	const until = Date.parse(at);
	return Number.isNaN(until) ? {holder: text, until: undefined} : {holder, until};
}

/** Whether somebody else is at work: not us, not over, and not the one that is to be taken over. */
export function isHeld(
	lease: Lease | undefined,
	{holder, takeOver, now}: {readonly holder: string; readonly takeOver: string | undefined; readonly now: number},
): lease is Lease {
	if (lease === undefined || lease.holder === holder || lease.holder === takeOver) {
		return false;
	}

	return lease.until === undefined || now <= lease.until + skewMs;
}
