import type {JsonObject} from '../json.js';
import {Refused} from '../refused.js';
import type {ServiceRequest} from '../service.js';
import type {Store} from '../store.js';
import {armError, refuse} from './arm-answers.js';
import {bareEtag, etagOf} from './etags.js';
import {activeOperation} from './operations.js';
import type {ArmResourceType} from './resource-type.js';

/**
 * If-Match and If-None-Match. Documented for clusters; for the network provider the specification names neither
 * (facts A8), so there a stale If-Match is answered as a careful client hopes.
 */
export function assertPreconditions({headers}: ServiceRequest, before: JsonObject | undefined): void {
	const {'if-match': match, 'if-none-match': noneMatch} = headers;
	if ((match !== undefined && !matches(match, before)) || (noneMatch === '*' && before !== undefined)) {
		throw refuse(
			412,
			'PreconditionFailed',
			`Precondition failed: the condition '${match ?? noneMatch ?? ''}' does not hold; the resource has the etag '${etagOf(before)}'.`,
			{details: []},
		);
	}
}

/** A resource that the world gives no etag (clusters of some api-versions, facts D3) matches any. */
function matches(condition: string, before: JsonObject | undefined): boolean {
	const current = etagOf(before);
	return before !== undefined && (condition === '*' || current === '' || bareEtag(condition) === bareEtag(current));
}

export function assertNotBusy(store: Store, {whenBusy}: ArmResourceType, keys: readonly string[]): void {
	const active = activeOperation(store, keys);
	if (active === undefined) {
		return;
	}

	switch (whenBusy) {
		case 'cluster': {
			throw refuse(
				409,
				'OperationNotAllowed',
				'Operation is not allowed: Another operation (Updating) is in progress, please wait for it to finish before starting a new operation. See https://aka.ms/aks-pending-operation for more details',
			);
		}

		case 'another-operation': {
			throw refuse(
				409,
				'AnotherOperationInProgress',
				`Another operation on this or dependent resource is in progress. To retrieve status of the operation use the operation id ${active.id}.`,
				{details: []},
			);
		}

		case 'retryable': {
			const {body, headers, status} = armError(
				429,
				'RetryableErrorDueToAnotherOperation',
				`The operation cannot be started because another operation (${active.id}) on this or a dependent resource is in progress.`,
				{details: []},
			);
			throw new Refused({status, headers: {...headers, 'retry-after': '1'}, ...(body !== undefined && {body})});
		}
	}
}
