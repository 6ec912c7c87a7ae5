type FailureOptions = {
	/** 0: no answer came. */
	readonly status: number;
	/** The service's own word for it; empty where it gave none. */
	readonly code: string;
	readonly retryAfterMs: number | undefined;
	readonly cause?: unknown;
};

/** Azure's own longest is minutes; a timer takes 24 days and fires at once beyond. */
export const longestPauseMs = 15 * 60_000;

/** What a request of ours met. Its message is the service's, and names no secret. */
export class RequestFailure extends Error {
	override readonly name = 'RequestFailure';
	readonly status: number;
	readonly code: string;
	/** Never longer than is reasonable. */
	readonly retryAfterMs: number | undefined;

	constructor(message: string, {status, code, retryAfterMs, cause}: FailureOptions) {
		const named = code === '' || message.includes(code) ? message : `${code}: ${message}`;
		const isTooLong = retryAfterMs !== undefined && retryAfterMs > longestPauseMs;
		super(isTooLong ? `${named} It asks to wait ${Math.round(retryAfterMs / 1000)} s, which is too long.` : named, {
			cause,
		});
		this.status = status;
		this.code = code;
		this.retryAfterMs = isTooLong ? longestPauseMs : retryAfterMs;
	}
}

export type FailureKind =
	/** Something else is being done there; nothing of ours was. Wait and ask again. */
	| 'busy'
	/** Somebody wrote between our reading and our writing; nothing of ours was done. Read again. */
	| 'stale'
	/** Too many requests; this one was not looked at. */
	| 'throttled'
	/** No, and it stays no. */
	| 'refused'
	/** Whether it was done is not known. */
	| 'unclear';

/**
 * Codes that mean "busy": seen in terraform-provider-azurerm#15440 and #19843 (firewalls), in
 * request-limits-and-throttling.md (a lock of the network provider, although it comes with 429) and, for clusters, in
 * aka.ms/aks-pending-operation.
 */
const busyCodes = new Set([
	'anotheroperationinprogress',
	'retryableerrorduetoanotheroperation',
	'retryableerror',
	'operationnotallowed',
	'conflictingconcurrentwritenotallowed',
	'operationpreempted',
	'inprogress',
]);

/** "Put on … failed with 1 faulted referenced firewalls": to be repeated as it was (firewall-faq.yml). */
const repeatableCodes = new Set(['firewallpolicyupdatefailed', 'ipgroupsupdatefailed']);

const staleCodes = new Set(['etagmismatch', 'preconditionfailed']);

export function kindOfFailure(failure: RequestFailure): FailureKind {
	const {status} = failure;
	const code = failure.code.toLowerCase();
	if (repeatableCodes.has(code)) {
		return 'unclear';
	}

	if (isBusy(failure, code)) {
		return 'busy';
	}

	if (status === 412 || staleCodes.has(code)) {
		return 'stale';
	}

	if (status === 429) {
		return 'throttled';
	}

	return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'unclear';
}

/** Of a cluster "OperationNotAllowed" may also be a plain no (a quota), which its sentence tells. */
function isBusy({status, message}: RequestFailure, code: string): boolean {
	return (
		[409, 429].includes(status) &&
		busyCodes.has(code) &&
		(code !== 'operationnotallowed' || /in progress|pending|another operation/i.test(message))
	);
}
