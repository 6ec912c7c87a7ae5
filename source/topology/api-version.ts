import {type ArmId, parseArmId} from './arm-id.js';
import {ledgerRow} from './ledger.js';

/** A version of the API with which a resource of this type can be asked for, for commands to copy. */
export function apiVersionOf(id: ArmId): string {
	const {type = ''} = parseArmId(id) ?? {};
	const [namespace = '', first = ''] = type.split('/');
	if (namespace.toLowerCase() === 'microsoft.containerservice') {
		return '2026-04-01';
	}

	return ledgerRow(`${namespace}/${first}`)?.listed?.apiVersion ?? '2025-05-01';
}
